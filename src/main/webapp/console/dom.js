/**
 * A small renderer: views describe what they show as plain values, and `render` changes the page
 * where it differs. Texts become text nodes, never markup.
 */
const SVG = 'http://www.w3.org/2000/svg';

/** What `h` describes. Only that becomes an element: an object that came as JSON is no element. */
class Described {
  constructor(tag, props, children) {
    Object.assign(this, {tag, props, children, key: props.key});
  }
}

/**
 * Describes an element.
 *
 * @param name its tag, with classes after dots: `td.number`
 * @param props attributes; those that begin with `on` are listeners, `style` is an object of
 *     properties, `key` keeps an element's identity among its siblings, `fresh` is called with the
 *     element when it is made; null, undefined and false leave an attribute away
 * @param children elements, texts, numbers, arrays of them; null, undefined and false are nothing
 */
export function h(name, props, ...children) {
  if (props !== null && props !== undefined
      && (typeof props !== 'object' || Array.isArray(props) || props instanceof Described)) {
    children.unshift(props);
    props = null;
  }
  const [tag, ...classes] = name.split('.');
  const given = {...props};
  if (classes.length > 0) {
    given.class = [...classes, given.class].filter(Boolean).join(' ');
  }
  return new Described(tag, given, flat(children));
}

/** Makes `parent` hold what `children` describe, and keeps the elements that are there already. */
export function render(parent, ...children) {
  patch(parent, flat(children));
}

function flat(children) {
  const all = [];
  for (const child of children) {
    if (Array.isArray(child)) {
      all.push(...flat(child));
    } else if (child !== null && child !== undefined && child !== false && child !== true) {
      all.push(child instanceof Described ? child : String(child));
    }
  }
  return all;
}

function patch(parent, wanted) {
  const keyed = new Map();
  const keys = new Set(wanted.map(want => want.key));
  for (const node of [...parent.childNodes]) {
    if (node.tidegateKey !== undefined && !keys.has(node.tidegateKey)) {
      node.remove();
    } else if (node.tidegateKey !== undefined) {
      keyed.set(node.tidegateKey, node);
    }
  }
  let at = parent.firstChild;
  for (const want of wanted) {
    const fits = pick(at, want, keyed);
    if (fits) {
      if (fits === at) {
        at = at.nextSibling;
      } else {
        parent.insertBefore(fits, at);
      }
      update(fits, want);
    } else {
      parent.insertBefore(create(want, parent), at);
    }
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/** The node that becomes `want`: the one of its key, else the one whose turn it is, or none. */
function pick(at, want, keyed) {
  if (want.key !== undefined) {
    const known = keyed.get(want.key);
    keyed.delete(want.key);
    return known && known.localName === want.tag ? known : null;
  }
  if (!at || at.tidegateKey !== undefined) {
    return null;
  }
  if (typeof want === 'string') {
    return at.nodeType === Node.TEXT_NODE ? at : null;
  }
  return at.localName === want.tag ? at : null;
}

function create(want, parent) {
  if (typeof want === 'string') {
    return document.createTextNode(want);
  }
  const inSvg = want.tag === 'svg' || parent.namespaceURI === SVG;
  const node = inSvg
    ? document.createElementNS(SVG, want.tag)
    : document.createElement(want.tag);
  if (want.key !== undefined) {
    node.tidegateKey = want.key;
  }
  update(node, want);
  want.props.fresh?.(node);
  return node;
}

function update(node, want) {
  if (typeof want === 'string') {
    if (node.data !== want) {
      node.data = want;
    }
    return;
  }
  const before = node.tidegateProps ?? {};
  for (const name of Object.keys(before)) {
    if (!(name in want.props)) {
      set(node, name, null, before[name]);
    }
  }
  for (const [name, value] of Object.entries(want.props)) {
    set(node, name, value, before[name]);
  }
  node.tidegateProps = want.props;
  if (!want.props.foreign) {
    patch(node, want.children);
  }
}

function set(node, name, value, before) {
  if (name === 'key' || name === 'fresh' || name === 'foreign') {
    return;
  }
  if (name.startsWith('on')) {
    node[name] = value ?? null;
  } else if (name === 'style') {
    for (const [property, to] of Object.entries(value ?? {})) {
      node.style.setProperty(property, to);
    }
  } else if (value !== before) {
    if (value === null || value === undefined || value === false) {
      node.removeAttribute(name);
    } else {
      node.setAttribute(name, value === true ? '' : value);
    }
  }
}
