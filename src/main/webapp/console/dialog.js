/** Questions before something is changed, and short words after it. */
import {h, render} from './dom.js';
import {t} from './i18n.js';
import {reason} from './parts.js';

let numbers = 0;

/**
 * Asks before something is done. The dialog says what will happen, stays open while it is done,
 * and says why where it is refused.
 *
 * @param title the question
 * @param content elements: what will happen, and fields whose names become members of `values`;
 *     or a function that makes them, given what shows them anew
 * @param action the word on the button that does it
 * @param danger whether it takes something away
 * @param run does it, given the values of the fields; may be refused
 */
export function ask({title, content, action, danger, run}) {
  const dialog = document.createElement('dialog');
  const id = `dialog-${++numbers}`;
  dialog.setAttribute('aria-labelledby', id);
  const state = {busy: false, refusal: null};
  const show = () => render(dialog,
    h('form', {method: 'dialog', onsubmit: event => submit(event)},
      h('h2', {id}, title), h('div.dialog-body', typeof content === 'function' ? content(show) : content),
      h('p.notice.bad', {role: 'alert', hidden: !state.refusal}, state.refusal ? told(state.refusal) : ''),
      h('div.dialog-actions',
        h('button', {type: 'button', onclick: () => dialog.close()}, t('dialog.cancel')),
        h('button', {type: 'submit', class: danger ? 'danger' : 'primary', disabled: state.busy},
          state.busy ? t('dialog.busy') : action))));
  const submit = async event => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.currentTarget));
    state.busy = true;
    state.refusal = null;
    show();
    try {
      await run(values);
      dialog.close();
    } catch (refusal) {
      state.refusal = refusal;
    }
    state.busy = false;
    show();
  };
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  show();
  dialog.showModal();
}

function told(refusal) {
  return refusal.param ? `${refusal.param}: ${reason(refusal)}` : reason(refusal);
}

/** A labelled field of a dialog or form; `control` is an element that `h` describes. */
export function field(label, control, hint) {
  const id = control.props.id ?? `field-${control.props.name}`;
  control.props.id = id;
  if (hint) {
    control.props['aria-describedby'] = `${id}-hint`;
  }
  return h('div.field', h('label', {for: id}, label), control,
    hint && h('p.hint', {id: `${id}-hint`}, hint));
}

/** A choice among `[value, label]`. */
export function choice(name, options, chosen, more = {}) {
  return h('select', {name, ...more}, options.map(([value, label]) =>
    h('option', {value, selected: value === chosen}, label)));
}

let timer = null;

/** Says shortly that something was done. */
export function say(text) {
  const place = document.getElementById('said');
  place.textContent = text;
  place.classList.add('shown');
  clearTimeout(timer);
  timer = setTimeout(() => place.classList.remove('shown'), 6000);
}
