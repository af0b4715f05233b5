import { useSpeech } from "../i18n/words.tsx"
import { moods, type List, type Route } from "../route.ts"
import { navigate } from "../use-route.ts"

const lists: readonly List[] = ["waiting", "all", "mine"]

/** Chooses which conversations are listed. */
export const InboxFilters = ({ route }: { readonly route: Route }) => {
  const { words } = useSpeech()
  return (
    <div className="filters">
      <fieldset className="segments" aria-label={words.inbox.listLabel}>
        {lists.map((list) => (
          <button key={list} type="button" aria-pressed={route.list === list} onClick={() => navigate({ list })}>
            {words.inbox.lists[list]}
          </button>
        ))}
      </fieldset>
      <select
        className="select"
        aria-label={words.inbox.moodLabel}
        value={route.mood ?? ""}
        onChange={(event) => navigate({ mood: moods.find((mood) => mood === event.target.value) ?? null })}
      >
        <option value="">{words.inbox.anyMood}</option>
        {moods.map((mood) => (
          <option key={mood} value={mood}>
            {words.mood[mood]}
          </option>
        ))}
      </select>
    </div>
  )
}
