/**
 * Machine-learned potentials as TorchScript files, run by libtorch through DJL: their files, their
 * cache, and the one class that knows tensors.
 */
@NullMarked
package dev.lehr.activities.djl;

import org.jspecify.annotations.NullMarked;
