/** Which models there are, and in whose name one asks: fields that several forms have. */
import {h} from '../dom.js';
import {t} from '../i18n.js';
import {onForget, refresh, resource} from '../store.js';
import {choice, field} from '../dialog.js';

/** The tenant's key as it was typed last; it goes when the page goes, or whoever typed it. */
export const known = {key: '', model: ''};
onForget(() => Object.assign(known, {key: '', model: ''}));

const PATH = '/api/nodes';

/** Whether it is known by now which models there are, or that nobody can say. */
export function modelsKnown() {
  const nodes = resource(PATH, 5);
  return nodes.value !== null || nodes.error !== null;
}

/** Waits until it is known which models there are. */
export async function awaitModels() {
  if (!modelsKnown()) {
    await refresh(PATH);
  }
}

/** The names of the models that nodes serve. */
function models() {
  const nodes = resource(PATH, 5).value ?? [];
  return [...new Set(nodes.flatMap(node => node.serving ?? []))].sort();
}

/** A field for the model: a choice, or free text while no node serves any. */
export function modelField(more = {}) {
  const names = models();
  return field(t('model'), names.length > 0
    ? choice('model', names.map(name => [name, name]), known.model || names[0], more)
    : h('input', {name: 'model', required: true, ...more}));
}

/** A field for the tenant's key. */
export function keyField(more = {}) {
  return field(t('try.key'), h('input', {name: 'key', type: 'password', autocomplete: 'off', value: known.key, ...more}), t('try.key.hint'));
}
