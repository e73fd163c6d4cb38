/** What others see of a worker process: its health and its metrics, over HTTP. */
@NullMarked
package dev.lehr.worker.observe;

import org.jspecify.annotations.NullMarked;
