/** The line on top: what is wrong, since when, where to act; and how old the figures are. */
import {h} from './dom.js';
import {t} from './i18n.js';
import {age, live, resource} from './store.js';
import {count, duration, percent, perSecond, since} from './format.js';

/** From this age on, in seconds, figures are told to be old. */
const OLD = 4;

/** From this share of calls on that fail or are refused, and from so many a second, it is told. */
const TOLERABLE = 0.05;
const SOME = 0.5;

/** What is wrong at the moment, worst first: `{view, tone, text, count}` each. */
export function problems() {
  const now = live.now;
  const found = [];
  if (!now) {
    return found;
  }
  if (now.alerts?.firing > 0) {
    found.push({view: 'alerts', tone: 'bad', count: now.alerts.firing, text: firing(now.alerts.firing)});
  }
  const out = (now.nodes?.total ?? 0) - (now.nodes?.usable ?? 0);
  if (now.nodes?.total === 0) {
    found.push({view: 'nodes', tone: 'bad', text: t('wrong.nonodes')});
  } else if (out > 0) {
    found.push({view: 'nodes', tone: now.nodes.usable === 0 ? 'bad' : 'warn', count: out,
      text: t('wrong.nodes', {n: out, all: now.nodes.total})});
  }
  if (now.queue?.refusals > 0) {
    found.push({view: 'queue', tone: 'bad', text: t('wrong.refusing', {v: perSecond(now.queue.refusals)})});
  } else if (now.queue?.length > 0) {
    found.push({view: 'queue', tone: 'warn', count: now.queue.length, text: t('wrong.waiting', {n: count(now.queue.length)})});
  }
  const lost = (now.requests.failed ?? 0) + (now.requests.refused ?? 0);
  if (now.errorShare > TOLERABLE && lost > SOME) {
    found.push({view: 'now', tone: 'bad', text: t('wrong.errors', {v: percent(now.errorShare)})});
  }
  return found;
}

function firing(n) {
  const known = resource('/api/alerts', 10).value?.firing ?? [];
  if (known.length === 0) {
    return t('wrong.alerts', {n});
  }
  const oldest = known.reduce((a, b) => since(a.fired ?? a.since) > since(b.fired ?? b.since) ? a : b);
  return t(n === 1 ? 'wrong.alert' : 'wrong.alerts.since',
    {n, name: oldest.name, d: duration(since(oldest.fired ?? oldest.since))});
}

/** The line itself. */
export function statusLine(wrong) {
  const state = !live.now ? null : wrong.length === 0 && !fresh()
    ? h('p.hint', t('wrong.was', {d: duration(age())}))
    : wrong.length === 0
    ? h('p.all-well', h('span', {'aria-hidden': 'true'}, '●'), ' ', t('wrong.nothing'))
    : h('ul', wrong.map(problem => h('li', h('a', {href: '#/' + problem.view, class: problem.tone},
      h('span', {'aria-hidden': 'true'}, problem.tone === 'bad' ? '■ ' : '▲ '), problem.text))));
  return h('section.status', {'aria-label': t('status')}, h('div', {role: 'status'}, state), freshness());
}

function fresh() {
  return age() !== null && age() < OLD && live.state === 'live';
}

function freshness() {
  const seconds = age();
  if (seconds === null) {
    return h('p.fresh.old', live.state === 'lost' ? t('live.unreachable') : t('live.connecting'));
  }
  return fresh()
    ? h('p.fresh', h('span.dot', {'aria-hidden': 'true'}), ' ', t('live.now'))
    : h('p.fresh.old', t('live.old', {d: duration(seconds)}));
}
