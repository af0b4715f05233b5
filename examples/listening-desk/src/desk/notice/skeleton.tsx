import { useSpeech } from "../i18n/words.tsx"

/** Shapes in the place of rows that are still being read: as high as the rows, so that nothing jumps when they come. */
export const Skeleton = ({ kind, rows }: { readonly kind: "inbox" | "thread" | "card"; readonly rows: number }) => {
  const { words } = useSpeech()
  return (
    <output className="skeleton" data-kind={kind}>
      <span className="hidden">{words.loading}</span>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className="skeleton-row" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      ))}
    </output>
  )
}
