/** A real browser, driven over its DevTools protocol, to look at the console as people do. */
package io.tidegate.it.browser;
