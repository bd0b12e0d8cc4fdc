/** The HTTP face: its wiring, and the checks of health. */
package io.tidegate.api;
