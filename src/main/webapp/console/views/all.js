/** All views, in the order of the navigation. */
import alerts from './alerts.js';
import audit from './audit.js';
import cache from './cache.js';
import cluster from './cluster.js';
import experiments from './experiments.js';
import jobs from './jobs.js';
import nodes from './nodes.js';
import now from './now.js';
import queue from './queue.js';
import rehearse from './rehearse.js';
import settings from './settings.js';
import tenants from './tenants.js';
import tryit from './tryit.js';
import usage from './usage.js';

/** Each has its `id`, `show()` what it shows, and perhaps `shown()`, whether there is such a view. */
export const VIEWS = [now, nodes, queue, cache, jobs, alerts, settings, cluster, tryit, rehearse, experiments,
  tenants, usage, audit];
