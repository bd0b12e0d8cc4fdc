/** Numbers, times and sizes as people read them, with units, in the language that is chosen. */
import {language, t} from './i18n.js';

/** What stands for a value that is not known. */
export const NONE = '–';

const formats = new Map();

function formatted(value, options) {
  const key = language() + JSON.stringify(options);
  if (!formats.has(key)) {
    formats.set(key, new Intl.NumberFormat(language(), options));
  }
  return formats.get(key).format(value);
}

function known(value, show) {
  return value === null || value === undefined || Number.isNaN(value) ? NONE : show(value);
}

/** A plain number: 1,204 or 3.1; small ones with up to two decimals. */
export function number(value) {
  return known(value, v => formatted(v, {maximumFractionDigits: Math.abs(v) < 10 ? 2 : Math.abs(v) < 100 ? 1 : 0}));
}

/** A whole number. */
export function count(value) {
  return known(value, v => formatted(v, {maximumFractionDigits: 0}));
}

/** A large number shortly: 1.2K. */
export function compact(value) {
  return known(value, v => Math.abs(v) < 1000
    ? number(v) : formatted(v, {notation: 'compact', maximumFractionDigits: 1}));
}

/** An amount of money with its currency's code: 12.50 USD. Tokens cost little, so small ones keep six digits. */
export function money(value, currency) {
  return known(value, v => `${formatted(v, {minimumFractionDigits: 2, maximumFractionDigits: Math.abs(v) < 100 ? 6 : 2})} ${currency}`);
}

/** A rate, as in 12.4/s. */
export function perSecond(value) {
  return known(value, v => compact(v) + '/s');
}

/** A share of one as a percentage. */
export function percent(value) {
  return known(value, v => formatted(v, {style: 'percent', maximumFractionDigits: v > 0 && v < 0.1 ? 1 : 0}));
}

/** Seconds as a latency: 210 ms, 1.9 s. */
export function latency(seconds) {
  return known(seconds, s => s < 1
    ? formatted(s * 1000, {maximumFractionDigits: s < 0.01 ? 1 : 0}) + ' ms'
    : s < 100 ? formatted(s, {maximumFractionDigits: s < 10 ? 2 : 1}) + ' s' : duration(s));
}

/** Seconds as a length of time: 42 s, 5 min, 2 h 10 min, 3 d. */
export function duration(seconds) {
  return known(seconds, s => {
    const whole = Math.max(0, Math.round(s));
    if (whole < 60) {
      return t('time.s', {n: whole});
    }
    if (whole < 3600) {
      const rest = whole % 60;
      return t('time.min', {n: Math.floor(whole / 60)}) + (whole < 600 && rest ? ' ' + t('time.s', {n: rest}) : '');
    }
    if (whole < 86400) {
      const minutes = Math.floor(whole % 3600 / 60);
      return t('time.h', {n: Math.floor(whole / 3600)}) + (minutes ? ' ' + t('time.min', {n: minutes}) : '');
    }
    return t('time.d', {n: Math.floor(whole / 86400)});
  });
}

/** Bytes: 12 kB. */
export function bytes(value) {
  return known(value, v => {
    let rest = v;
    let unit = 0;
    while (rest >= 1000 && unit < 4) {
      rest /= 1000;
      unit++;
    }
    return number(rest) + ' ' + ['B', 'kB', 'MB', 'GB', 'TB'][unit];
  });
}

/** An ISO time, or epoch seconds, as a `Date`; null for none. */
export function instant(time) {
  return time === null || time === undefined || time === '' ? null
    : new Date(typeof time === 'number' ? time * 1000 : time);
}

/** Seconds since a time; negative for one to come; null for none. */
export function since(time) {
  const at = instant(time);
  return at === null ? null : (Date.now() - at.getTime()) / 1000;
}

/** How long ago a time is, or how long until then. */
export function ago(time) {
  return known(since(time), s => s < -0.5 ? t('time.in', {d: duration(-s)})
    : s < 1.5 ? t('time.now') : t('time.ago', {d: duration(s)}));
}

/** The clock's time, with the day where that is not today. */
export function clock(time) {
  return known(instant(time), at => at.toLocaleString(language(),
    at.toDateString() === new Date().toDateString()
      ? {timeStyle: 'medium'} : {dateStyle: 'medium', timeStyle: 'short'}));
}
