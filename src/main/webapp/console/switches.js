/** Emergency switches: the banner while one is on, and how they are thrown. */
import {h} from './dom.js';
import {t} from './i18n.js';
import {call} from './api.js';
import {refresh, resource} from './store.js';
import {ago, clock, duration, since, NONE} from './format.js';
import {ask, choice, field, say} from './dialog.js';
import {button, section} from './parts.js';
import {may} from './session.js';

const PATH = '/api/switches';
const LENGTHS = ['PT10M', 'PT30M', 'PT1H', 'PT4H', 'PT12H'];

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
  return h('section.banner', {'aria-label': t('switch.banner')}, on.map(one => h('div', {key: one.name},
    h('p', h('strong', t('switch.on', {name: one.name})), valued(one),
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

/** The switches that there are, for those who may throw them. */
export function switchboard() {
  const known = switches();
  if (!known?.available?.length) {
    return null;
  }
  return may(() => section(t('switch.title'), null, h('p.hint', t('switch.about')),
    h('ul.switches', known.available.map(one => {
      const on = known.data.find(active => active.name === one.name);
      return h('li', {key: one.name}, h('div', h('strong', one.name), h('p.hint', one.effect)),
        on ? button(t('switch.end'), () => end(on)) : button(t('switch.start'), () => begin(one)));
    }))));
}

function begin(one) {
  ask({
    title: t('switch.ask', {name: one.name}),
    content: [h('p', one.effect), h('p', t('switch.wide')),
      one.values && field(t('switch.value'), one.values.length > 0
        ? choice('value', one.values.map(value => [text(value), text(value)]), text(one.values[0]))
        : h('input', {name: 'value', required: true})),
      field(t('switch.reason'), h('input', {name: 'reason', required: true, maxlength: 200, autofocus: true}),
        t('switch.reason.hint')),
      field(t('switch.for'), choice('for', LENGTHS.map(length => [length, t('for.' + length)]), 'PT30M'),
        t('switch.for.hint'))],
    action: t('switch.start'),
    danger: true,
    run: async values => {
      await call('PUT', `${PATH}/${encodeURIComponent(one.name)}`, values);
      await refresh(PATH);
      say(t('switch.on', {name: one.name}));
    },
  });
}

function end(one) {
  ask({
    title: t('switch.endask', {name: one.name}),
    content: h('p', t('switch.endwhat', {until: clock(one.until)})),
    action: t('switch.end'),
    run: async () => {
      await call('DELETE', `${PATH}/${encodeURIComponent(one.name)}`);
      await refresh(PATH);
      say(t('switch.off', {name: one.name}));
    },
  });
}
