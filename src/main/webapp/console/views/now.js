/** Now: how calls fare at the moment, and in the last hour. */
import {h} from '../dom.js';
import {t} from '../i18n.js';
import {live} from '../store.js';
import {compact, count, latency, number, percent, perSecond} from '../format.js';
import {meter} from '../parts.js';
import {spark} from '../spark.js';
import {switchboard} from '../switches.js';

export default {id: 'now', show};

const OUTCOMES = [['answered', 'good'], ['refused', 'warn'], ['failed', 'bad'], ['queued', 'other'], ['cancelled', 'plain']];

function show() {
  const now = live.now;
  if (!now) {
    return h('div.loading', {role: 'status'}, h('span.hidden', t('state.loading')),
      h('div.cards', [1, 2, 3, 4, 5, 6, 7, 8].map(() => h('div.card.bone-card'))));
  }
  return [h('div.cards', requests(now), firstToken(now), errors(now), queue(now), limit(now),
    cached(now), tokens(now), cost(now)), switchboard()];
}

function card(id, figure, unit, details, picture) {
  return h('section.card', {key: id, 'data-card': id, 'aria-label': t('now.' + id)},
    h('h2', t('now.' + id)),
    h('p.figure', h('span.value', figure), unit && h('span.unit', ' ', unit)),
    h('ul.details', details.map(([name, value, color]) =>
      h('li', color && h('span', {class: 'key ' + color, 'aria-hidden': 'true'}), name, ' ', h('b', value)))),
    picture);
}

function drawn(id, series, write, more = {}) {
  return spark(live.history, series.map(([name, label, color]) => ({name, label, color})), write,
    {title: t('now.' + id), ...more});
}

function requests(now) {
  const total = OUTCOMES.reduce((sum, [name]) => sum + (now.requests[name] ?? 0), 0);
  const shown = OUTCOMES.filter(([name]) => name === 'answered' || now.requests[name] > 0 || name === 'failed' || name === 'refused');
  return card('requests', compact(total), t('unit.perSecond'),
    shown.map(([name, color]) => [t('outcome.' + name), number(now.requests[name]), color]),
    drawn('requests', OUTCOMES.map(([name, color]) => [name, t('outcome.' + name), color]), perSecond, {stacked: true}));
}

function firstToken(now) {
  const {p50, p95, p99} = now.firstToken;
  return card('firstToken', latency(p50), [h('span.key.good', {'aria-hidden': 'true'}), 'p50'], [['p95', latency(p95), 'warn'], ['p99', latency(p99), 'bad']],
    drawn('firstToken', [['firstTokenP99', 'p99', 'bad'], ['firstTokenP95', 'p95', 'warn'], ['firstTokenP50', 'p50', 'good']], latency));
}

function errors(now) {
  return card('errors', percent(now.errorShare), '',
    [[t('outcome.failed'), perSecond(now.requests.failed)], [t('outcome.refused'), perSecond(now.requests.refused)]],
    drawn('errors', [['errorShare', t('now.errors'), 'bad']], percent, {top: 0.01}));
}

function queue(now) {
  const {length, wait, refusals} = now.queue;
  return card('queue', count(length), t('unit.calls'),
    [[t('now.wait95'), latency(wait?.p95), 'warn'], [t('now.refusals'), perSecond(refusals)], [t('now.inFlight'), count(now.inFlight)]],
    drawn('queue', [['queueLength', t('now.waiting'), 'good']], count, {top: 4}));
}

function limit(now) {
  const {inUse, limit: most} = now.limit;
  return card('limit', count(inUse), t('now.of', {n: count(most)}),
    [[t('now.usable'), t('now.ofAll', {n: now.nodes.usable, all: now.nodes.total})]],
    [meter(inUse, most, t('now.limit')),
      drawn('limit', [['limit', t('now.most'), 'plain'], ['inUse', t('now.inUse'), 'good']], count, {top: 4})]);
}

function cached(now) {
  const {l1, l2, collapsed, stale} = now.cache;
  const hits = (l1.hits ?? 0) + (l2.hits ?? 0);
  const asked = (l1.hits ?? 0) + (l1.misses ?? 0);
  return card('cache', percent(asked > 0 ? hits / asked : null), '',
    [['L1', perSecond(l1.hits), 'good'], ['L2', perSecond(l2.hits), 'other'],
      [t('now.collapsed'), perSecond(collapsed)], [t('now.stale'), perSecond(stale)]],
    drawn('cache', [['l1Hits', t('now.l1'), 'good'], ['l2Hits', t('now.l2'), 'other'], ['l1Misses', t('now.misses'), 'plain']], perSecond));
}

function tokens(now) {
  return card('tokens', compact(now.tokens.output), t('unit.perSecond'),
    [[t('now.output'), perSecond(now.tokens.output), 'good'], [t('now.input'), perSecond(now.tokens.input), 'other']],
    drawn('tokens', [['tokensOutput', t('now.output'), 'good'], ['tokensInput', t('now.input'), 'other']], perSecond));
}

function cost(now) {
  return card('cost', number(now.cost.lastHour), t('unit.perHour'), [[t('now.costWhat'), '']],
    drawn('cost', [['cost', t('now.cost'), 'good']], number));
}
