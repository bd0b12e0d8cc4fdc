/** Queue and tenants: who waits, for what, for how long; who is refused, and why. */
import {h} from '../dom.js';
import {t, word} from '../i18n.js';
import {live, resource} from '../store.js';
import {ago, bytes, count, latency, number, NONE, perSecond} from '../format.js';
import {facts, pill, section, table, whole} from '../parts.js';
import {spark} from '../spark.js';

export default {id: 'queue', show};

function show() {
  return [whole(resource('/api/queue', 2), queue => [summary(queue), lanes(queue.lanes), waits(queue.waits),
    refusals(queue.refused), accounts(queue.accounts)])];
}

function summary(queue) {
  const now = live.now?.queue;
  return h('div.cards', h('section.card.wide', {'aria-label': t('queue.waiting')},
    h('h2', t('queue.waiting')),
    h('p.figure', h('span.value', count(queue.waiting)), h('span.unit', ' ', t('unit.calls'))),
    facts([t('queue.bytes'), bytes(queue.bytes)], [t('now.wait95'), latency(now?.wait?.p95)],
      [t('now.refusals'), perSecond(now?.refusals)]),
    spark(live.history, [{name: 'queueLength', label: t('now.waiting'), color: 'good'}], count,
      {title: t('queue.waiting'), top: 4})));
}

function lanes(rows) {
  return section(t('queue.lanes'), null, table([
    {title: t('model'), head: true, cell: lane => lane.model},
    {title: t('queue.length'), number: true, cell: lane => count(lane.waiting)},
    {title: t('queue.expected'), number: true, cell: lane => latency(lane.expectedWaitMs === null ? null : lane.expectedWaitMs / 1000)},
    {title: t('queue.starts'), number: true, cell: lane => perSecond(lane.startsPerSecond)},
    {title: t('queue.bytes'), number: true, cell: lane => bytes(lane.bytes)},
    {title: t('queue.margin'), number: true, cell: lane => number(lane.margin)},
  ], rows, {caption: t('queue.lanes'), key: lane => lane.model, empty: t('queue.nobody')}));
}

function waits(rows) {
  return section(t('queue.who'), null, table([
    {title: t('tenant'), head: true, cell: wait => wait.tenant},
    {title: t('model'), cell: wait => wait.model},
    {title: t('queue.length'), number: true, cell: wait => count(wait.waiting)},
    {title: t('queue.oldest'), number: true, cell: wait => latency(wait.oldestWaitMs / 1000)},
  ], rows, {caption: t('queue.who'), key: wait => JSON.stringify([wait.tenant, wait.model]), empty: t('queue.nobody')}));
}

function refusals(rows) {
  return section(t('queue.refused'), null, table([
    {title: t('tenant'), head: true, cell: one => one.tenant ?? NONE},
    {title: t('model'), cell: one => one.model ?? NONE},
    {title: t('queue.why'), cell: one => [word('why.' + one.reason, one.reason),
      word('why.' + one.reason, '') && h('code.block', one.reason)]},
    {title: t('queue.count'), number: true, cell: one => count(one.count)},
    {title: t('queue.last'), cell: one => ago(one.last)},
  ], rows, {caption: t('queue.refused'), key: one => JSON.stringify([one.tenant, one.model, one.reason]), empty: t('queue.norefused')}));
}

function accounts(rows) {
  return rows.length === 0 ? null : section(t('queue.accounts'), null, table([
    {title: t('account'), head: true, cell: account => account.name || NONE},
    {title: t('nodes.state'), cell: account => pill(word('account.' + account.state, account.state),
      account.state === 'usable' ? 'good' : 'bad')},
  ], rows, {caption: t('queue.accounts'), key: account => account.name, empty: NONE}));
}
