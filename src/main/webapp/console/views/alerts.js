/** Alerts: what fires, what will if it goes on, what has ended. */
import {h} from '../dom.js';
import {t} from '../i18n.js';
import {resource} from '../store.js';
import {ago, clock, duration, instant, number} from '../format.js';
import {pill, section, table, whole} from '../parts.js';

export default {id: 'alerts', show};

function show() {
  return whole(resource('/api/alerts', 5), alerts => [
    section(t('alerts.firing'), null, alerts.firing.length === 0
      ? h('p.empty.good-text', t('alerts.nothing')) : h('ul.alerts', alerts.firing.map(firing))),
    section(t('alerts.pending'), null, list(alerts.pending, t('alerts.pending'), t('alerts.nopending'))),
    section(t('alerts.resolved'), null, list(alerts.resolved, t('alerts.resolved'), t('alerts.noresolved'))),
    h('p.hint', t('alerts.evaluated', {ago: ago(alerts.evaluated)})),
  ]);
}

function key(alert) {
  return alert.name + JSON.stringify(alert.labels) + alert.since;
}

function labels(alert) {
  return Object.entries(alert.labels).map(([name, value]) => h('code.label', {key: name}, `${name}=${value}`));
}

function severity(alert) {
  return pill(alert.severity, alert.severity === 'critical' ? 'bad' : 'warn');
}

function runbook(alert) {
  if (!alert.runbook) {
    return null;
  }
  return !isPage(alert.runbook) ? h('code.wrap', alert.runbook) : h('a', {href: alert.runbook, target: '_blank', rel: 'noopener noreferrer'},
    t('alerts.runbook'), h('span.hidden', ` ${alert.name} `, t('alerts.newtab')));
}

/** Whether a click may follow the address; one in the sources, or a script, is told and no more. */
function isPage(address) {
  return /^(https?:\/\/|\/(?![/\\]))/.test(address);
}

function firing(alert) {
  return h('li', {key: key(alert), class: 'alert ' + (alert.severity === 'critical' ? 'bad' : 'warn')},
    h('div.alert-head', h('h3', alert.name), severity(alert)),
    h('p', alert.summary), h('p.labels', labels(alert)),
    h('p', h('b', t('alerts.value', {v: number(alert.value), limit: alert.threshold})), ' · ',
      t('alerts.since', {ago: ago(alert.fired ?? alert.since), at: clock(alert.fired ?? alert.since)}), ' · ', runbook(alert)));
}

function list(rows, caption, empty) {
  return table([
    {title: t('alerts.name'), head: true, cell: alert => [alert.name, h('span.hint.block', alert.summary)]},
    {title: t('alerts.labels'), cell: labels},
    {title: t('alerts.severity'), cell: severity},
    {title: t('alerts.when'), cell: alert => [ago(alert.resolved ?? alert.since),
      alert.resolved && alert.fired && h('span.hint.block', t('alerts.lasted', {d: lasted(alert)}))]},
    {title: t('alerts.figure'), number: true, cell: alert => `${number(alert.value)} / ${alert.threshold}`},
    {title: t('alerts.todo'), cell: runbook},
  ], rows, {caption, key, empty});
}

function lasted(alert) {
  return duration((instant(alert.resolved) - instant(alert.fired)) / 1000);
}
