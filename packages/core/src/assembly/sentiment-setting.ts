import { ConfigurationError } from "../kernel/errors.ts"
import type { FastAnalyzer, SlowAnalyzer } from "../sentiment/analyzer.ts"
import { lexicon } from "../sentiment/lexicon.ts"
import { defineTopic, type Topic } from "../sentiment/topic.ts"
import { createTopicFinder } from "../sentiment/topic-finder.ts"
import type { Setting } from "./decide/setting.ts"

const mostTopics = 200

/** What an application says of how texts are read. */
export interface SentimentDescribed {
  readonly sentiment?: { readonly fast?: FastAnalyzer; readonly slow?: SlowAnalyzer }
  readonly topics?: readonly Topic[]
}

/** What the setting says of how texts are read. Throws `ConfigurationError`, which names the topic. */
export const sentimentSettingOf = ({
  sentiment: { fast = lexicon, slow } = {},
  topics = [],
}: SentimentDescribed): Pick<Setting, "fast" | "slow" | "topics"> => {
  if (topics.length > mostTopics) throw new ConfigurationError("topics", `declare ${mostTopics} at most`)
  const checked = topics.map((topic) => defineTopic(topic.name, topic.words, topic))
  const twice = checked.find(({ name }, place) => checked.findIndex((other) => other.name === name) !== place)
  if (twice)
    throw new ConfigurationError("topics", `${JSON.stringify(twice.name)} is there twice; give each its own name`)
  return { fast, topics: createTopicFinder(checked), ...(slow && { slow }) }
}
