/** An interval as a picture: where nothing would be, the bounds on both sides, and what was found. */
import {h} from './dom.js';

const WIDTH = 240;
const HEIGHT = 18;

/**
 * The picture of `estimate`, `low` to `high`, with lines at nothing and at `bound` on either side.
 *
 * @param name what it shows, for those who hear it; the figures stand beside it as text
 */
export function interval({estimate, low, high}, bound, name) {
  const reach = Math.max(Math.abs(low), Math.abs(high), bound, 1e-9) * 1.1;
  const x = value => (WIDTH / 2 * (1 + value / reach)).toFixed(1);
  const tone = low > bound || high < -bound ? 'bad' : low > 0 || high < 0 ? 'warn' : 'plain';
  return h('svg.interval', {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': name},
    h('line', {class: 'bound', x1: x(-bound), x2: x(-bound), y1: 2, y2: HEIGHT - 2}),
    h('line', {class: 'bound', x1: x(bound), x2: x(bound), y1: 2, y2: HEIGHT - 2}),
    h('line', {class: 'nothing', x1: x(0), x2: x(0), y1: 0, y2: HEIGHT}),
    h('line', {class: `found ${tone}`, x1: x(low), x2: x(high), y1: HEIGHT / 2, y2: HEIGHT / 2}),
    h('circle', {class: `found ${tone}`, cx: x(estimate), cy: HEIGHT / 2, r: 4}));
}
