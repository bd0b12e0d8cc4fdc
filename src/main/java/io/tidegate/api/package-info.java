/** The HTTP face: its wiring, the front page, and the checks of health. */
package io.tidegate.api;
