/** Who is signed in, and what they may do. */

/** The user's name, or null; the weightiest of the roles; whether changes are allowed. */
export const session = {user: null, role: null, mayChange: false, serverConsoleUrl: null, version: null};

/** Remembers who has signed in. */
export function enter(known) {
  Object.assign(session, known,
    {role: ['admin', 'operator', 'viewer'].find(role => known.roles.includes(role)) ?? 'viewer'});
}

/** Nobody is signed in any more. */
export function leave() {
  Object.assign(session, {user: null, role: null, mayChange: false});
}

/** What `shown` makes, for those who may change something; nothing for others. */
export function may(shown) {
  return session.mayChange ? shown() : null;
}
