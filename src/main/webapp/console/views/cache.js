/** Cache and warm-up: what is answered without a node, and what is made before it is asked for. */
import {h} from '../dom.js';
import {t, word} from '../i18n.js';
import {call} from '../api.js';
import {live, refresh, resource} from '../store.js';
import {ago, bytes, clock, count, duration, percent, since} from '../format.js';
import {ask, choice, field, say} from '../dialog.js';
import {button, facts, meter, pill, progress, section, table, whole} from '../parts.js';
import {spark} from '../spark.js';
import {may} from '../session.js';

export default {id: 'cache', show};

const CACHE = '/api/cache';
const WARMUP = '/api/warmup';

function show() {
  const warmup = resource(WARMUP, resource(WARMUP, 2).value?.state === 'running' ? 1 : 5);
  return [section(t('warmup'), may(() => warmup.value && warmupActions(warmup.value)), whole(warmup, warming)),
    whole(resource(CACHE, 3), known => [levels(known), hot(known)])];
}

function warmupActions(known) {
  return known.state === 'running'
    ? button(t('warmup.stop'), stopWarmup, 'danger') : button(t('warmup.run'), runWarmup, 'primary');
}

function warming(known) {
  const done = known.present + known.warmed + known.failed + known.skipped;
  const running = known.state === 'running';
  return h('div', {'data-warmup': known.state},
    h('p', pill(word('warmup.' + known.state, known.state), running ? 'good' : ''), ' ',
      known.trigger && h('span.hint', word('trigger.' + known.trigger, known.trigger)), ' ',
      known.started && h('span.hint', running ? t('warmup.since', {ago: ago(known.started)})
        : t('warmup.ended', {ago: ago(known.ended ?? known.started)}))),
    known.total > 0 && progress(done, known.total, [t('warmup.progress', {n: count(done), all: count(known.total)}),
      running && remaining(done, known)].filter(Boolean).join(', ')),
    facts([t('warmup.next'), known.nextRun ? `${clock(known.nextRun)} (${ago(known.nextRun)})` : t('warmup.never')],
      [t('warmup.warmed'), count(known.warmed)], [t('warmup.present'), count(known.present)],
      [t('warmup.asked'), count(known.asked)], [t('warmup.failed'), count(known.failed)],
      [t('warmup.skipped'), count(known.skipped)]));
}

function remaining(done, known) {
  const passed = since(known.started);
  return done > 0 && passed > 1 ? t('left', {d: duration(passed / done * (known.total - done))}) : null;
}

function runWarmup() {
  ask({
    title: t('warmup.run.ask'),
    content: h('ul', h('li', t('warmup.run.what')), h('li', t('warmup.run.load')), h('li', t('warmup.run.back'))),
    action: t('warmup.run'),
    run: async () => {
      await call('POST', WARMUP);
      await refresh(WARMUP);
      say(t('warmup.run.done'));
    },
  });
}

function stopWarmup() {
  ask({
    title: t('warmup.stop.ask'),
    content: h('p', t('warmup.stop.what')),
    action: t('warmup.stop'),
    danger: true,
    run: async () => {
      await call('DELETE', WARMUP);
      await refresh(WARMUP);
      say(t('warmup.stop.done'));
    },
  });
}

function levels(known) {
  const {l1, l2} = known;
  return h('div.cards',
    h('section.card', {'aria-label': t('cache.l1')}, h('h2', t('cache.l1')),
      h('p.figure', h('span.value', percent(l1.hitRatio)), h('span.unit', ' ', t('cache.hits'))),
      facts([t('cache.entries'), count(l1.entries)], [t('cache.space'), `${bytes(l1.bytes)} / ${bytes(l1.maxBytes)}`],
        [t('cache.evictions'), count(l1.evictions)]), meter(l1.bytes, l1.maxBytes, t('cache.space'))),
    h('section.card', {'aria-label': t('cache.l2')}, h('h2', t('cache.l2')),
      l2.present ? [h('p.figure', h('span.value', percent(l2.hitRatio)), h('span.unit', ' ', t('cache.hits'))),
        facts([t('cache.hits'), count(l2.hits)], [t('now.misses'), count(l2.misses)], [t('cache.failures'), count(l2.failures)])]
        : h('p.empty', t('cache.nol2'))),
    h('section.card', {'aria-label': t('cache.calls')}, h('h2', t('cache.calls')),
      facts([t('cache.flights'), count(known.flights)], [t('now.collapsed'), count(known.collapsed)], [t('now.stale'), count(known.stale)]),
      spark(live.history, [{name: 'l1Hits', label: t('now.l1'), color: 'good'}, {name: 'l1Misses', label: t('now.misses'), color: 'plain'}],
        count, {title: t('cache.calls')})));
}

function hot(known) {
  return section(t('cache.hot'), may(() => button(t('cache.purge'), () => purge(known), 'danger')),
    h('p.hint', t('cache.hashes')), questions(t('cache.byHits'), known.top.byHits), questions(t('cache.byBytes'), known.top.byBytes));
}

function questions(title, rows) {
  return [h('h3', title), table([
    {title: t('cache.key'), head: true, cell: one => h('code', {title: one.key}, one.key.slice(0, 12) + '…')},
    {title: t('model'), cell: one => one.model},
    {title: t('cache.asked'), number: true, cell: one => count(one.hits)},
    {title: t('cache.space'), number: true, cell: one => bytes(one.bytes)},
    may(() => ({title: t('actions'), cell: one => button(t('cache.purge.one'), () => purgeOne(one), 'quiet',
      {'aria-label': t('cache.purge.of', {key: one.key.slice(0, 12)})})})),
  ], rows, {caption: title, key: one => one.key, empty: t('cache.nothing')})];
}

async function purged(query, said) {
  await call('DELETE', CACHE + query);
  await refresh(CACHE);
  say(said);
}

function purge(known) {
  ask({
    title: t('cache.purge.ask'),
    content: [h('ul', h('li', t('cache.purge.what')), h('li', t('cache.purge.wide')),
      h('li', t('cache.purge.load', {n: count(known.l1.entries)}))),
    field(t('cache.purge.which'), choice('kind', ['tenant', 'model', 'all'].map(kind => [kind, t('cache.purge.' + kind)]), 'tenant',
      {onchange: event => named(event.currentTarget)})),
    field(t('cache.purge.name'), h('input', {name: 'name', autofocus: true, required: true}), t('cache.purge.name.hint'))],
    action: t('cache.purge'),
    danger: true,
    run: ({kind, name}) => purged(kind === 'all' ? '' : `?${kind}=${encodeURIComponent(name)}`,
      t('cache.purge.done', {what: kind === 'all' ? t('cache.purge.all') : name})),
  });
}

/** Only all has no name. */
function named(select) {
  const name = select.form.elements.namedItem('name');
  name.disabled = select.value === 'all';
}

function purgeOne(one) {
  ask({
    title: t('cache.purge.oneask'),
    content: [h('p', t('cache.purge.onewhat', {n: count(one.hits), model: one.model ?? ''})), h('code.wrap', one.key)],
    action: t('cache.purge.one'),
    danger: true,
    run: () => purged('/' + one.key, t('cache.purge.done', {what: one.key.slice(0, 12)})),
  });
}
