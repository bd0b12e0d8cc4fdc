/** The parts that views are made of: cards, tables, meters, states. */
import {h} from './dom.js';
import {t, word} from './i18n.js';
import {duration} from './format.js';
import {refresh} from './store.js';

/** A section with a heading, and on its right what can be done there. */
export function section(title, actions, ...content) {
  return h('section.panel', {'aria-label': title},
    h('div.panel-head', h('h2', title), h('div.actions', actions)), content);
}

/** A button; `kind` is '', 'primary', 'danger' or 'quiet'. */
export function button(label, onclick, kind = '', more = {}) {
  return h('button', {type: 'button', class: kind, onclick, ...more}, label);
}

/** A word with a colour and a sign that can be told apart without the colour. */
export function pill(text, tone = '') {
  const sign = {good: '●', warn: '▲', bad: '■', '': '○'}[tone] ?? '○';
  return h('span', {class: `pill ${tone}`}, h('span', {'aria-hidden': 'true'}, sign), ' ', text);
}

/** A bar that shows how much of `most` is taken, with the same in words for all. */
export function meter(value, most, label, tone = '') {
  const share = most > 0 ? Math.min(1, (value ?? 0) / most) : 0;
  return h('div.meter', {role: 'meter', 'aria-label': label, 'aria-valuemin': 0,
    'aria-valuemax': Math.max(most || 0, value || 0, 1), 'aria-valuenow': value ?? 0},
  h('div', {class: `meter-fill ${tone || (share > 0.9 ? 'warn' : '')}`, style: {width: `${share * 100}%`}}));
}

/** A bar of progress. */
export function progress(done, total, label) {
  return h('div.progress', h('progress', {value: done, max: Math.max(total, 1), 'aria-label': label}),
    h('span', label));
}

/** Names and values beside each other; those whose value is undefined are left out. */
export function facts(...pairs) {
  return h('dl.facts', pairs.filter(pair => pair[1] !== undefined)
    .map(([name, value]) => h('div', h('dt', name), h('dd', value))));
}

/**
 * A table that becomes a list of cards on a narrow screen.
 *
 * @param columns `{title, cell(row), number?, head?}`; `head` is the one that names the row
 * @param options `caption` for those who hear it, `key(row)`, `empty` to say when there is no row; `wide` where it may
 *     have to be scrolled, which the keyboard can do as well then
 */
export function table(columns, rows, {caption, key, empty, wide}) {
  const shown = columns.filter(Boolean);
  if (rows.length === 0) {
    return h('p.empty', empty);
  }
  return h('div.table-frame', wide ? {tabindex: 0, role: 'group', 'aria-label': caption} : {}, h('table', {role: 'table'},
    h('caption.hidden', caption),
    h('thead', {role: 'rowgroup'}, h('tr', {role: 'row'}, shown.map(column =>
      h('th', {scope: 'col', role: 'columnheader', class: column.number ? 'number' : null}, column.title)))),
    h('tbody', {role: 'rowgroup'}, rows.map(row => h('tr', {role: 'row', key: key(row)},
      shown.map(column => h(column.head ? 'th' : 'td', {
        scope: column.head ? 'row' : null, role: column.head ? 'rowheader' : 'cell',
        class: column.number ? 'number' : null, 'data-label': column.title}, h('div', column.cell(row)))))))));
}

/** What `show` makes of the resource's value; before there is one, that it loads, or why not. */
export function whole(known, show) {
  if (known.value === null && known.error === null) {
    return loading();
  }
  if (known.value === null) {
    return broken(known);
  }
  return [known.error && notice('warn', t('state.old', {
    d: duration((performance.now() - known.at) / 1000), why: reason(known.error)})), show(known.value)];
}

/** The place of what has not come yet. */
export function loading() {
  return h('div.loading', {role: 'status'}, h('span.hidden', t('state.loading')),
    h('div.bone'), h('div.bone'), h('div.bone.short'));
}

function broken(known) {
  const {status} = known.error;
  if (status === 403) {
    return h('div.state', h('h3', t('state.forbidden')), h('p', t('state.forbidden.more')));
  }
  if (status === 404) {
    return h('div.state', h('h3', t('state.absent')), h('p', t('state.absent.more')));
  }
  return h('div.state', {role: 'alert'}, h('h3', t('state.error')), h('p', reason(known.error)),
    button(t('state.again'), () => refresh(known.path)));
}

/** Why something was refused, in the reader's language where we have the words. */
export function reason(refusal) {
  if (refusal.status === 0) {
    return t('error.unreachable');
  }
  const own = word('error.' + refusal.code, '');
  return own || refusal.message || t('error.status', {n: refusal.status});
}

/** A line that says something about what follows. */
export function notice(tone, ...content) {
  return h('p', {class: `notice ${tone}`}, content);
}
