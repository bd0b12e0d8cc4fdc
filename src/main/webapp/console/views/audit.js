/** The audit log: what administrators did on all servers, and whether it is as it was written. */
import {h} from '../dom.js';
import {t} from '../i18n.js';
import {call} from '../api.js';
import {onForget, redraw, resource} from '../store.js';
import {clock, count, NONE} from '../format.js';
import {button, notice, pill, reason, section, table, whole} from '../parts.js';

export default {id: 'audit', show};

const PATH = '/api/audit';
const found = {verdict: null, refusal: null, busy: false};
const filter = {actor: '', path: ''};
onForget(() => {
  Object.assign(found, {verdict: null, refusal: null, busy: false});
  Object.assign(filter, {actor: '', path: ''});
});

function show() {
  return [h('form.filter', {role: 'search', onsubmit: event => search(event)},
    h('div.field', h('label', {for: 'audit-actor'}, t('audit.who')), h('input', {id: 'audit-actor', name: 'actor', type: 'search'})),
    h('div.field', h('label', {for: 'audit-path'}, t('audit.path')), h('input', {id: 'audit-path', name: 'path', type: 'search'})),
    h('button', {type: 'submit'}, t('audit.find'))),
  section(t('audit.chain'), button(t('audit.verify'), verify, '', {disabled: found.busy}), h('p.hint', t('audit.about')), verdict(),
    h('p', h('a', {href: PATH + '/export', download: 'audit.ndjson'}, t('audit.export')))),
  section(t('audit.acts'), null, whole(resource(`${PATH}?${new URLSearchParams({limit: 100, ...filter})}`, 15), ({data}) => table([
    {title: t('audit.when'), head: true, cell: one => [clock(one.at), h('span.hint.block', '#' + one.id)]},
    {title: t('audit.who'), cell: one => [one.actor, h('span.hint.block', one.role || NONE)]},
    {title: t('audit.what'), cell: one => [h('b', one.operation), h('code.block.wrap', `${one.method} ${one.path}`)]},
    {title: t('audit.status'), cell: one => pill(String(one.status), one.status < 400 ? 'good' : 'warn')},
    {title: t('audit.from'), cell: one => h('span.wrap', one.address)},
    {title: t('audit.change'), cell: one => one.before || one.after ? h('details', h('summary', t('audit.show')),
      one.before && [h('b.block', t('audit.before')), h('code.block.wrap', JSON.stringify(one.before))],
      one.after && [h('b.block', t('audit.after')), h('code.block.wrap', JSON.stringify(one.after))]) : NONE},
  ], data, {caption: t('audit.acts'), key: one => one.id, empty: t('audit.none')})))];
}

function search(event) {
  event.preventDefault();
  Object.assign(filter, Object.fromEntries(new FormData(event.currentTarget)));
  redraw();
}

function verdict() {
  if (found.refusal) {
    return notice('bad', reason(found.refusal));
  }
  const known = found.verdict;
  if (!known) {
    return null;
  }
  return known.intact
    ? notice('good', t('audit.intact', {n: count(known.checked)}), known.unsealed > 0 && [' ', t('audit.unsealed', {n: count(known.unsealed)})])
    : notice('bad', t('audit.broken', {id: known.broken}), ' ', known.reason);
}

async function verify() {
  Object.assign(found, {verdict: null, refusal: null, busy: true});
  redraw();
  try {
    found.verdict = await call('GET', PATH + '/verify');
  } catch (refusal) {
    found.refusal = refusal;
  }
  found.busy = false;
  redraw();
}
