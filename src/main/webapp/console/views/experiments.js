/** Experiments: two values of a setting on shares of live traffic, and what differs between them. */
import {h} from '../dom.js';
import {t, word} from '../i18n.js';
import {resource} from '../store.js';
import {ago, clock, count, latency, number, percent, NONE} from '../format.js';
import {button, facts, pill, section, table, whole} from '../parts.js';
import {may} from '../session.js';
import {interval} from '../interval.js';
import {start, stop, PATH} from './experiment-changes.js';

export default {id: 'experiments', show};

const TONES = {running: 'good', harmful: 'bad', stopped: 'warn'};

function show() {
  const busy = resource(PATH, 15).value?.data.some(runs);
  return whole(resource(PATH, busy ? 2 : 15), ({data}) => {
    const running = data.find(runs);
    const ended = data.filter(one => !runs(one));
    return [
      running ? underWay(running) : section(t('experiments.running'), may(() => button(t('experiments.start'), start, 'primary')),
        h('p.empty', t('experiments.none')), h('p.hint', t('experiments.about'))),
      section(t('experiments.ended'), null, ended.length === 0 ? h('p.empty', t('experiments.noended'))
        : h('ul.plain', ended.map((one, n) => h('li', {key: one.id}, h('details', {open: n === 0 && !running, 'data-experiment': one.state},
          h('summary', h('b', title(one)), ' ', state(one), ' ', h('span.hint', verdict(one), ' · ', ago(one.ends))), told(one)))))),
    ];
  });
}

function runs(one) {
  return one.state === 'running';
}

/** What is compared, shortly. */
function title(one) {
  return `${word('setting.' + one.setting, one.setting)}: ${one.a.value} / ${one.b.value}`;
}

function state(one) {
  return pill(word('experiment.' + one.state, one.state), TONES[one.state] ?? '');
}

function underWay(one) {
  return h('section.panel', {key: one.id, 'aria-label': t('experiments.running'), 'data-experiment': one.state},
    h('div.panel-head', h('h2', title(one)), h('div.actions', state(one),
      may(() => button(t('experiments.stop'), () => stop(one), 'danger')))), told(one));
}

/** All that is known of one. */
function told(one) {
  return [
    h('p', {'data-verdict': true}, h('b', verdict(one)), one.why && [' ', h('span.hint', word('experiment.why.' + one.why, one.why))]),
    facts([t('experiments.setting'), h('code.wrap', one.setting)], [t('experiments.unit'), word('experiments.unit.' + one.unit, one.unit)],
      [t('experiments.share'), percent(one.share)], [t('experiments.began'), clock(one.started)],
      [t(runs(one) ? 'experiments.ends' : 'experiments.over'), runs(one) ? `${clock(one.ends)} (${ago(one.ends)})` : clock(one.ends)],
      [t('experiments.bounds'), t('experiments.boundsAre', {failed: points(one.bounds.failureShare), first: percent(one.bounds.firstContent)})]),
    arms(one), differences(one)];
}

function arms(one) {
  return table([
    {title: t('experiments.arm'), head: true, cell: arm => [h('b', arm.name), ' ', h('span.wrap', arm.value)]},
    {title: t('experiments.calls'), number: true, cell: arm => count(arm.calls)},
    {title: t('experiments.failed'), number: true, cell: arm => arm.calls === 0 ? NONE
      : [percent(arm.failureShare), h('span.hint.block', count(arm.failures))]},
    {title: t('experiments.first'), number: true, cell: arm => timed(arm, 'mean')},
    {title: 'p50', number: true, cell: arm => timed(arm, 'p50')},
    {title: 'p95', number: true, cell: arm => timed(arm, 'p95')},
  ], [{name: 'A', ...one.a}, {name: 'B', ...one.b}], {caption: t('experiments.arms'), key: arm => arm.name, empty: NONE});
}

function timed(arm, which) {
  return arm.firstContent.count === 0 ? NONE : latency(arm.firstContent[which]);
}

/** By how much B differs, each with its interval and the bound. */
function differences(one) {
  const {failureShare, firstContent} = one.difference;
  const better = Math.min(one.a.firstContent.mean, one.b.firstContent.mean);
  return table([
    {title: t('experiments.difference'), head: true, cell: row => row.name},
    {title: t('experiments.estimate'), number: true, cell: row => enough(row.of) ? h('b', signed(row.of.estimate, row.show)) : NONE},
    {title: t('experiments.interval'), cell: row => enough(row.of) ? [t('experiments.between',
      {low: signed(row.of.low, row.show), high: signed(row.of.high, row.show)}),
    interval(row.of, row.bound, t('experiments.picture', {what: row.name}))] : t('experiments.few')},
  ], [{name: t('experiments.failed'), of: failureShare, show: points, bound: one.bounds.failureShare},
    {name: t('experiments.first'), of: firstContent, show: latency, bound: one.bounds.firstContent * better}],
  {caption: t('experiments.difference'), key: row => row.name, empty: NONE});
}

function enough(estimate) {
  return estimate.low !== null && estimate.high !== null;
}

/** A share as points of percent, since percent of percent would be ambiguous. */
function points(share) {
  return t('experiments.points', {n: number(share * 100)});
}

function signed(value, show) {
  return (value < 0 ? '−' : '+') + show(Math.abs(value));
}

/** What can be said for sure. */
function verdict(one) {
  const {failureShare, firstContent} = one.difference;
  if (!enough(failureShare) && !enough(firstContent)) {
    return t('verdict.few');
  }
  const sure = [side(failureShare, 'verdict.failed'), side(firstContent, 'verdict.slow')].filter(Boolean);
  return sure.length > 0 ? sure.join(' ') : t(runs(one) ? 'verdict.notyet' : 'verdict.none');
}

/** Which arm is surely worse, as a sentence; null if none is. */
function side(estimate, text) {
  if (!enough(estimate) || (estimate.low <= 0 && estimate.high >= 0)) {
    return null;
  }
  const [worse, better] = estimate.low > 0 ? ['B', 'A'] : ['A', 'B'];
  return t(text, {worse, better});
}
