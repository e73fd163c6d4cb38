/**
 * What is found on the class path besides what Lehr has itself: kinds of stages and of models in
 * jars of users, named in {@code META-INF/services} as {@link java.util.ServiceLoader} has it.
 */
@NullMarked
package dev.lehr.activities.plugins;

import org.jspecify.annotations.NullMarked;
