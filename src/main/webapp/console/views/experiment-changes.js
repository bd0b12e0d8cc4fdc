/** Starting and stopping an experiment. */
import {h} from '../dom.js';
import {t, word} from '../i18n.js';
import {call} from '../api.js';
import {refresh, resource} from '../store.js';
import {ask, choice, field, say} from '../dialog.js';
import {STRATEGIES} from '../strategies.js';

/** Where experiments are. */
export const PATH = '/api/experiments';

const STRATEGY = 'tidegate.balancing.strategy';
const WAIT = 'tidegate.admission.max-wait';
const CACHE = 'tidegate.cache.mode';
const VALUES = {[STRATEGY]: STRATEGIES, [CACHE]: ['deterministic', 'always', 'wanted', 'off']};
const LENGTHS = ['PT10M', 'PT30M', 'PT1H', 'PT4H', 'PT12H', 'P1D', 'P7D'];

/** Asks what is to be compared, says what will happen, and starts it. */
export async function start() {
  await present();
  let setting = STRATEGY;
  ask({
    title: t('experiments.start'),
    content: again => [
      h('ul', h('li', t('experiments.what')), h('li', t('experiments.who')), h('li', t('experiments.back'))),
      field(t('experiments.setting'), choice('setting', [STRATEGY, WAIT, CACHE].map(key => [key, word('setting.' + key, key)]), setting,
        {autofocus: true, onchange: event => { setting = event.currentTarget.value; again(); }})),
      h('div.fields', {key: setting}, values(setting)),
      h('div.fields', field(t('experiments.share'), percentage('share', 50, 1, 99), t('experiments.share.hint')),
        field(t('experiments.unit'), choice('unit', ['call', 'key', 'tenant'].map(unit => [unit, t('experiments.unit.' + unit)]), 'call'),
          t('experiments.unit.hint'))),
      field(t('switch.for'), choice('for', LENGTHS.map(length => [length, t('for.' + length)]), 'PT1H')),
      h('fieldset', h('legend', t('experiments.bounds')), h('p.hint', t('experiments.bounds.hint')), h('div.fields',
        field(t('experiments.bound.failed'), percentage('failed', 1, 0, 100)),
        field(t('experiments.bound.first'), percentage('first', 20, 0, 10000))))],
    action: t('experiments.start.do'),
    run: async given => {
      await call('POST', PATH, plan(given));
      await refresh(PATH);
      say(t('experiments.started'));
    },
  });
}

function percentage(name, value, min, max) {
  return h('input', {name, type: 'number', min, max, step: 'any', value, required: true});
}

/** Waits until it is known what holds at present, or that nobody can say. */
function present() {
  resource('/api/balancing', 15);
  resource('/api/settings', 30);
  return Promise.all([refresh('/api/balancing'), refresh('/api/settings')]);
}

/** The value that holds at present, as far as it is known. */
function now(setting) {
  return setting === STRATEGY ? resource('/api/balancing', 15).value?.strategy
    : settled(resource('/api/settings', 30).value?.settings.find(one => one.name === setting));
}

function settled(known) {
  return known?.value ?? known?.default;
}

/** The fields for both values: A is what holds at present, B something else. */
function values(setting) {
  if (setting === WAIT) {
    const seconds = secondsOf(now(WAIT)) || 30;
    return [['a', seconds], ['b', Math.max(1, Math.round(seconds / 2))]].map(([name, value]) => field(
      t('experiments.seconds', {arm: name.toUpperCase()}),
      h('input', {name, type: 'number', min: 0.1, max: 600, step: 'any', value, required: true})));
  }
  const all = VALUES[setting];
  const a = all.find(value => value === now(setting)?.toLowerCase()) ?? all[0];
  const b = all.find(value => value !== a);
  return [['a', a], ['b', b]].map(([name, chosen]) => field(t('experiments.value', {arm: name.toUpperCase()}),
    choice(name, all.map(value => [value, value]), chosen)));
}

/** The seconds of an ISO 8601 duration of hours, minutes and seconds; null for anything else. */
function secondsOf(text) {
  const parts = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/i.exec(text ?? '');
  return parts && Number(parts[1] ?? 0) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0);
}

function plan({setting, a, b, share, unit, for: length, failed, first}) {
  const value = given => setting === WAIT ? `PT${Number(given)}S` : given;
  return {setting, a: value(a), b: value(b), share: Number(share) / 100, unit, for: length,
    bounds: {failureShare: Number(failed) / 100, firstContent: Number(first) / 100}};
}

/** Stops the one that runs. */
export function stop(one) {
  ask({
    title: t('experiments.stop.ask'),
    content: h('ul', h('li', t('experiments.stop.what')), h('li', t('experiments.stop.figures'))),
    action: t('experiments.stop'),
    danger: true,
    run: async () => {
      await call('DELETE', `${PATH}/${encodeURIComponent(one.id)}`);
      await refresh(PATH);
      say(t('experiments.stopped'));
    },
  });
}
