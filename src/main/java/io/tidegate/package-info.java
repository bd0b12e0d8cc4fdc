/** The gateway: the order of a call's stages, and their wiring. */
package io.tidegate;
