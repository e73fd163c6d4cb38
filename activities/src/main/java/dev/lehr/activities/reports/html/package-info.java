/**
 * A campaign's report as one HTML file that needs nothing else: no network, no other file. Text
 * that users wrote passes {@link dev.lehr.activities.reports.html.Markup}, data pass {@link
 * dev.lehr.activities.reports.html.ScriptData}; both leave nothing that a browser could take for
 * markup.
 */
@NullMarked
package dev.lehr.activities.reports.html;

import org.jspecify.annotations.NullMarked;
