/**
 * What is stored of prompts and answers, sealed: AES-256-GCM by keys of the server's environment.
 */
package io.tidegate.sealing;
