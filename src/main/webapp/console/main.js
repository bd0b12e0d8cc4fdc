/** Where the console begins: who is signed in, which view is shown, and what all views share. */
import {h, render} from './dom.js';
import {call, onSignedOut} from './api.js';
import {connect, forget, onChange, tidy} from './store.js';
import {choose, language, t} from './i18n.js';
import {drawOwn, forgetOwn, startOwn} from './own.js';
import {reason} from './parts.js';
import {enter, leave, session} from './session.js';
import {problems, statusLine} from './status.js';
import {banner} from './switches.js';
import {VIEWS} from './views/all.js';

const KNOWN = 'tidegate.in';
const front = document.getElementById('front');
const place = document.getElementById('console');
const form = document.getElementById('sign-in-form');
const refusedPlace = document.getElementById('sign-in-refused');

let shownView = null;
let planned = false;

/** Draws at the next frame, however often it is asked for until then. */
function draw() {
  if (!planned) {
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      if (session.user) {
        render(place, shell());
      }
    });
  }
}

function current() {
  const id = location.hash.replace(/^#\/?/, '').split('/')[0];
  return views().find(view => view.id === id) ?? views()[0];
}

function views() {
  return VIEWS.filter(view => !view.shown || view.shown());
}

function shell() {
  const view = current();
  const wrong = problems();
  const urgent = wrong.filter(problem => problem.tone === 'bad').length;
  document.title = `${urgent ? `(${urgent}) ` : ''}${t('nav.' + view.id)} · Tidegate`;
  return [
    h('header.top',
      h('a.skip', {href: '#view', onclick: toView}, t('skip')),
      h('a.brand', {href: '#/now'}, h('img', {src: '/console/favicon.svg', alt: '', width: 28, height: 28}), 'Tidegate'),
      h('div.who',
        h('span.who-name', session.user, h('span.hint', ` · ${t('role.' + session.role)}`)),
        h('button.quiet', {type: 'button', lang: language() === 'en' ? 'zh-CN' : 'en', onclick: otherLanguage},
          language() === 'en' ? '中文' : 'English'),
        h('button.quiet', {type: 'button', onclick: signOut}, t('signout')))),
    statusLine(wrong), banner(),
    h('div.body',
      h('nav', {'aria-label': t('nav')}, h('ul', views().map(known => navItem(known, view, wrong)))),
      h('main', {id: 'view', tabindex: -1, key: 'view-' + view.id},
        h('div.view-head', h('h1', t('nav.' + view.id)), h('p.hint', t('about.' + view.id))),
        content(view))),
  ];
}

/** What the view shows; one that fails must not take the banner and the other views with it. */
function content(view) {
  try {
    return view.show();
  } catch (mistake) {
    console.error(mistake);
    return h('div.state', {role: 'alert'}, h('h3', t('state.error')), h('p', String(mistake)));
  }
}

function navItem(known, view, wrong) {
  const badge = wrong.filter(problem => problem.view === known.id);
  return h('li', h('a', {href: '#/' + known.id, 'aria-current': known === view ? 'page' : null},
    t('nav.' + known.id),
    badge.length > 0 && h('span', {class: 'badge ' + badge[0].tone}, badge[0].count ?? '!')));
}

function toView(event) {
  event.preventDefault();
  document.getElementById('view').focus();
}

function otherLanguage() {
  choose(language() === 'en' ? 'zh-CN' : 'en');
  textFront();
  draw();
}

function textFront() {
  document.documentElement.lang = language();
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = t(element.dataset.text);
  }
  const other = document.getElementById('front-language');
  other.hidden = false;
  other.textContent = language() === 'en' ? '中文' : 'English';
  other.lang = language() === 'en' ? 'zh-CN' : 'en';
  for (const element of document.querySelectorAll('[data-origin]')) {
    element.textContent = location.origin;
  }
  drawOwn();
}

async function signIn(event) {
  event.preventDefault();
  const submit = form.querySelector('button');
  refusedPlace.hidden = true;
  submit.disabled = true;
  try {
    begin(await call('POST', '/api/session', Object.fromEntries(new FormData(form))));
    form.reset();
  } catch (refusal) {
    refusedPlace.textContent = refusal.status === 401 ? t('signin.wrong')
      : refusal.status === 429 ? t('signin.slow', {n: refusal.after ?? 60}) : reason(refusal);
    refusedPlace.hidden = false;
    document.getElementById('password').select();
  } finally {
    submit.disabled = false;
  }
}

async function signOut() {
  try {
    await call('DELETE', '/api/session');
  } catch (refusal) {
    // A session that has ended already is as good; one that goes on is not to look ended.
    if (refusal.status !== 401) {
      say(reason(refusal));
      return;
    }
  }
  end();
}

function begin(known) {
  enter(known);
  localStorage.setItem(KNOWN, 'yes');
  document.documentElement.classList.add('was-in');
  front.hidden = true;
  forgetOwn();
  place.hidden = false;
  connect();
  draw();
}

/** Back to the front page; `why` says why, where it was not asked for. */
function end(why) {
  leave();
  forget();
  shownView = null;
  localStorage.removeItem(KNOWN);
  document.documentElement.classList.remove('was-in');
  for (const dialog of document.querySelectorAll('dialog')) {
    dialog.close();
  }
  render(place);
  place.hidden = true;
  front.hidden = false;
  document.getElementById('sign-in').hidden = false;
  document.title = 'Tidegate';
  refusedPlace.textContent = why ?? '';
  refusedPlace.hidden = !why;
  if (why !== undefined) {
    document.getElementById('user').focus();
  }
}

async function start() {
  choose(language());
  textFront();
  form.onsubmit = signIn;
  startOwn();
  document.getElementById('front-language').onclick = otherLanguage;
  onChange(draw);
  onSignedOut(() => session.user && end(t('signin.ended')));
  addEventListener('hashchange', () => {
    if (session.user && current() !== shownView) {
      shownView = current();
      render(place, shell());
      place.querySelector('[aria-current]').scrollIntoView({block: 'nearest', inline: 'center'});
      scrollTo(0, 0);
      document.getElementById('view').focus({preventScroll: true});
    }
  });
  setInterval(() => {
    tidy();
    if (!document.hidden) {
      draw();
    }
  }, 1000);
  try {
    const known = await call('GET', '/api/session');
    if (known === null) {
      end();
      return;
    }
    begin(known);
    shownView = current();
  } catch {
    end();
  }
}

start();
