/** HTTP as all endpoints use it: bodies in, replies out, errors, lists. */
package io.tidegate.api.http;
