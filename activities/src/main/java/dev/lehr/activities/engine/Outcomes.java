package dev.lehr.activities.engine;

