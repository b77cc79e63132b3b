package dev.skald.activities;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether participants obey words in what they are told, so that every path of a saga can be tried
 * by hand. Never where real customers are.
 *
 * @param enabled whether payment tokens such as declined-1 and the like mean what they say
 */
@ConfigurationProperties("skald.rehearsal")
public record RehearsalProperties(@DefaultValue("false") boolean enabled) {}
