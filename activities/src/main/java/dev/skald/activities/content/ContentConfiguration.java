package dev.skald.activities.content;

import dev.skald.activities.RehearsalProperties;
import dev.skald.activities.StepProgress;
import dev.skald.activities.StepRecorder;
import dev.skald.activities.Streams;
import dev.skald.domain.content.Content;
import dev.skald.domain.content.ContentEvent;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.workflows.steps.ContentSteps;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The part of content. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TranscodingProperties.class)
public class ContentConfiguration {

  @Bean
  Streams<Content, ContentEvent> contentStreams(EventStore store, EventTypeRegistry types) {
    return new Streams<>(
        store, types, ContentEvent.CATEGORY, ContentEvent.class, Content.NONE, Content::evolve);
  }

  @Bean
  ContentSteps contentSteps(
      StepRecorder recorder,
      Streams<Content, ContentEvent> contents,
      StepProgress progress,
      TranscodingProperties transcoding,
      RehearsalProperties rehearsal) {
    return new EventSourcedContent(
        recorder,
        contents,
        new Transcoder(progress, transcoding, rehearsal),
        transcoding.segments());
  }
}
