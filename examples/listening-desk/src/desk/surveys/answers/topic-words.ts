import { textIn } from "@escucha/core/survey"
import type { AnswerTopics } from "@escucha/core"
import type { Speech } from "../../i18n/words.tsx"

/** What a topic is called: in the reader's language where the house has a text for it, else by its name. */
export const topicName = (name: string, topics: AnswerTopics["topics"], { format }: Speech): string => {
  const label = topics.find(({ topic }) => topic === name)?.label
  return label === undefined ? name : textIn(label, format.language)
}
