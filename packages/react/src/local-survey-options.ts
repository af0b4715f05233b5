import type { Ended, FileAnswer, Walk } from "@escucha/core/survey"

/** How a survey is asked in a page alone. */
export interface LocalSurveyOptions<Given = Record<string, unknown>> extends Walk {
  /** What is answered already, and not asked. */
  readonly initial?: Partial<Given>
  /** The last question was answered: the answers that count, and how it ended. */
  onComplete?(answers: Partial<Given>, ended: Ended): void
  /** Keeps a file, and says what stands for it in the answer. */
  readonly upload?: (file: File) => Promise<FileAnswer>
}
