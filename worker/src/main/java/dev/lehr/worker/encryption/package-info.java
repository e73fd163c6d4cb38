/**
 * What Temporal stores, made unreadable to whoever has no key: a codec of payloads, its keys, and
 * an endpoint by which people with the keys see histories in Temporal's user interface.
 */
@NullMarked
package dev.lehr.worker.encryption;

import org.jspecify.annotations.NullMarked;
