/** Usage: what was used, by whom and of what, what that costs, and how much of each budget is left. */
import {h} from '../dom.js';
import {t} from '../i18n.js';
import {onForget, redraw, resource} from '../store.js';
import {field} from '../dialog.js';
import {whole} from '../parts.js';
import {limits, used} from './limits.js';

export default {id: 'usage', show};

const PATH = '/api/usage';
const GROUPS = ['day', 'tenant', 'key', 'model'];
const FIRST = {from: '', to: '', tenant: '', key: '', model: '', group: ['tenant']};
const asked = {...FIRST};
onForget(() => Object.assign(asked, FIRST));

function show() {
  const path = `${PATH}?${query()}`;
  return [h('form.filter', {role: 'search', onsubmit: search},
    field(t('usage.from'), h('input', {name: 'from', type: 'date', id: 'usage-from'})),
    field(t('usage.to'), h('input', {name: 'to', type: 'date', id: 'usage-to'})),
    ['tenant', 'key', 'model'].map(name =>
      field(t('usage.' + name), h('input', {name, type: 'search', id: 'usage-' + name}))),
    h('fieldset', h('legend', t('usage.by')), h('div.checks', GROUPS.map(name => h('label.check',
      h('input', {type: 'checkbox', name: 'group', value: name, checked: asked.group.includes(name)}), ' ', t('usage.' + name))))),
    h('button', {type: 'submit'}, t('usage.show'))),
  whole(resource(path, 15), usage => used(usage, asked.group,
    h('a', {href: `${path}&format=csv`, download: 'usage.csv'}, t('usage.csv')))),
  whole(resource('/api/quotas', 5), quotas => limits(quotas, true))];
}

/** What is asked, without what is left to the server. */
function query() {
  const given = Object.entries(asked).filter(([name, value]) => name !== 'group' && value !== '');
  return new URLSearchParams([...given, ['group', asked.group.join(',')]]);
}

function search(event) {
  event.preventDefault();
  const form = new FormData(event.currentTarget);
  const chosen = GROUPS.filter(name => form.getAll('group').includes(name));
  Object.assign(asked, Object.fromEntries(['from', 'to', 'tenant', 'key', 'model'].map(name => [name, form.get(name).trim()])),
    {group: chosen.length === 0 ? FIRST.group : chosen});
  redraw();
}
