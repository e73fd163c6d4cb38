/** Certificates that tests make for themselves. */
package dev.lehr.activities.certificates;
