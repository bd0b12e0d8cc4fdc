/** Sparklines: the last hour as small pictures, with what they say in words. */
import {h} from './dom.js';
import {t} from './i18n.js';
import {clock} from './format.js';

const WIDTH = 300;
const HEIGHT = 56;

/**
 * A picture of series over the last hour.
 *
 * @param history the live history, or null while there is none
 * @param series `{name, label, color}` each: a member of `history.series`, and a class of colour
 * @param show how a value is written
 * @param stacked whether the series add up, or are lines of their own
 */
export function spark(history, series, show, {stacked = false, title, top} = {}) {
  const lines = series.map(line => ({...line, values: history?.series[line.name] ?? []}));
  const length = Math.max(0, ...lines.map(line => line.values.length));
  if (length < 2) {
    return h('div.spark.spark-empty', t('spark.soon'));
  }
  const sums = stacked ? stack(lines, length) : lines.map(line => line.values);
  const highest = Math.max(top ?? 0, ...sums.flat().filter(v => v !== null), 1e-9) * 1.08;
  const slots = Math.max(length - 1, 1);
  const x = i => i * WIDTH / slots;
  const y = v => HEIGHT - 1 - v / highest * (HEIGHT - 4);
  const shapes = lines.map((line, n) => stacked
    ? h('path', {class: 'area ' + line.color, d: area(sums[n], sums[n - 1], x, y)})
    : h('path', {class: 'line ' + line.color, d: path(sums[n], x, y)}));
  return h('figure.spark', {onpointermove: e => read(e, history, lines, show), onpointerleave: hide},
    h('svg', {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img',
      'aria-label': spoken(title, lines, show)}, stacked ? shapes.reverse() : shapes),
    h('output.spark-read', {'aria-hidden': 'true', foreign: true}),
    h('figcaption', {'aria-hidden': 'true'},
      h('span', t('spark.from', {n: Math.round(length * history.step / 60)})),
      h('span', t('spark.top', {v: show(highest / 1.08)})), h('span', t('spark.now'))));
}

function stack(lines, length) {
  const sums = [];
  for (const line of lines) {
    const below = sums.at(-1);
    sums.push(Array.from({length}, (_, i) => (line.values[i] ?? 0) + (below ? below[i] : 0)));
  }
  return sums;
}

/** A line that is broken where nothing is known; a lonely value is a short stroke. */
function path(values, x, y) {
  let d = '';
  let down = false;
  values.forEach((value, i) => {
    if (value === null) {
      down = false;
      return;
    }
    const lonely = !down && (values[i + 1] ?? null) === null;
    d += `${down ? 'L' : 'M'}${x(i).toFixed(1)} ${y(value).toFixed(1)}${lonely ? 'h1.5' : ''}`;
    down = true;
  });
  return d || 'M0 0';
}

function area(upper, lower, x, y) {
  const there = upper.map((v, i) => `${x(i).toFixed(1)} ${y(v).toFixed(1)}`);
  const back = upper.map((v, i) => `${x(i).toFixed(1)} ${y(lower ? lower[i] : 0).toFixed(1)}`).reverse();
  return `M${there.join('L')}L${back.join('L')}Z`;
}

function spoken(title, lines, show) {
  const parts = lines.map(line => {
    const values = line.values.filter(v => v !== null);
    return values.length === 0
      ? t('spark.none', {label: line.label})
      : t('spark.words', {label: line.label, low: show(Math.min(...values)),
        high: show(Math.max(...values)), last: show(values.at(-1))});
  });
  return `${title}: ${parts.join('; ')}`;
}

function read(event, history, lines, show) {
  const box = event.currentTarget.querySelector('svg').getBoundingClientRect();
  const length = Math.max(...lines.map(line => line.values.length));
  const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  const i = Math.round(share * (length - 1));
  const at = new Date(new Date(history.end).getTime() - (length - 1 - i) * history.step * 1000);
  const out = event.currentTarget.querySelector('output');
  out.textContent = clock(at.toISOString()) + ' · '
    + lines.map(line => `${line.label} ${show(line.values[i])}`).join(', ');
  out.classList.add('shown');
}

function hide(event) {
  event.currentTarget.querySelector('output').classList.remove('shown');
}
