/** The HTTP face: JAX-RS resources, filters, exception mappers, health, and the answer writer. */
package io.tidegate.api;
