/** Emergency switches: the banner while one is on, and how they are thrown. */
import {h} from './dom.js';
import {t, word} from './i18n.js';
import {call} from './api.js';
import {refresh, resource} from './store.js';
import {ago, clock, duration, since, NONE} from './format.js';
import {ask, choice, field, say} from './dialog.js';
import {button, section, table} from './parts.js';
import {may} from './session.js';

const PATH = '/api/switches';
const LENGTHS = ['PT1M', 'PT10M', 'PT30M', 'PT1H', 'PT4H', 'PT12H'];

let gone = false;

/** The switches, or null where the server has none, or they are not known yet. */
function switches() {
  const known = resource(PATH, gone ? 60 : 2);
  gone = known.error?.status === 404;
  return gone ? null : known.value;
}

/** Says which are on, since when and until when. */
export function banner() {
  const on = switches()?.data ?? [];
  if (on.length === 0) {
    return null;
  }
  return h('section.banner', {'aria-label': t('switch.banner')}, on.map(one => h('div', {key: `${one.name} ${one.value}`},
    h('p', h('strong', t('switch.on', {name: named(one)})), valued(one),
      ' ', t('switch.since', {d: duration(since(one.since)), until: clock(one.until), left: ago(one.until)}),
      ' — ', one.reason, ' ', h('span.hint', t('switch.by', {by: one.by ?? NONE}))),
    may(() => button(t('switch.end'), () => end(one))))));
}

function valued(one) {
  return one.value === null || one.value === undefined || one.value === true ? '' : ` (${text(one.value)})`;
}

function text(value) {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What the reader's language calls a switch. */
function named(one) {
  return word('switch.name.' + one.name, one.name);
}

/** Switches that are for one of many, and so may be on several times. */
function many(one) {
  return one.name === 'refuse-tenant';
}

/** The switches that there are, for those who may throw them, and what was done with them last. */
export function switchboard() {
  const known = switches();
  if (!known?.available?.length) {
    return null;
  }
  return may(() => section(t('switch.title'), null, h('p.hint', t('switch.about')),
    h('ul.switches', known.available.map(one => {
      const on = many(one) ? null : known.data.find(active => active.name === one.name);
      return h('li', {key: one.name}, h('div', h('strong', named(one)), h('p.hint', word('switch.effect.' + one.name, one.effect))),
        on ? button(t('switch.end'), () => end(on), '', {'aria-label': t('switch.end.of', {name: named(one)})})
          : button(t('switch.start'), () => begin(one), '', {'aria-label': t('switch.start.of', {name: named(one)})}));
    })), known.recent?.length > 0 && recent(known.recent)));
}

function recent(acts) {
  return h('details', h('summary', t('switch.recent')), table([
    {title: t('switch.when'), head: true, cell: act => ago(act.at)},
    {title: t('switch.what'), cell: act => t(act.act === 'on' ? 'switch.on' : 'switch.off', {name: named(act) + valued(act)})},
    {title: t('switch.who'), cell: act => act.by ?? NONE},
    {title: t('switch.reason'), cell: act => act.reason ?? NONE},
  ], acts, {caption: t('switch.recent'), key: act => act.at + act.name + act.act, empty: NONE}));
}

/** The field for a switch's value; none where it has none. */
function valueField(one) {
  if (one.values) {
    return field(t('switch.value'), choice('value', one.values.map(value => [text(value), text(value)]), text(one.values[0])));
  }
  return one.name === 'brownout' ? null : field(t('switch.value'), h('input', {name: 'value', required: true}));
}

function begin(one) {
  ask({
    title: t('switch.ask', {name: named(one)}),
    content: [h('p', word('switch.effect.' + one.name, one.effect)), h('p', t('switch.wide')), valueField(one),
      field(t('switch.reason'), h('input', {name: 'reason', required: true, maxlength: 200, autofocus: true}),
        t('switch.reason.hint')),
      field(t('switch.for'), choice('for', LENGTHS.map(length => [length, t('for.' + length)]), 'PT30M'),
        t('switch.for.hint'))],
    action: t('switch.start'),
    danger: true,
    run: async values => {
      await call('PUT', `${PATH}/${encodeURIComponent(one.name)}`, values);
      await refresh(PATH);
      say(t('switch.on', {name: named(one)}));
    },
  });
}

function end(one) {
  const query = many(one) && one.value ? `?value=${encodeURIComponent(one.value)}` : '';
  ask({
    title: t('switch.endask', {name: named(one)}),
    content: h('p', t('switch.endwhat', {until: clock(one.until)})),
    action: t('switch.end'),
    run: async () => {
      await call('DELETE', `${PATH}/${encodeURIComponent(one.name)}${query}`);
      await refresh(PATH);
      say(t('switch.off', {name: named(one)}));
    },
  });
}
