import type { PairPart } from "../data/pair-list.ts"
import { useResource } from "../data/resource.ts"
import { Dialog } from "../dialog/dialog.tsx"
import { useSpeech } from "../i18n/words.tsx"
import { EmptyNote } from "../notice/empty-note.tsx"
import { More } from "../notice/more.tsx"
import { ProblemNote } from "../notice/problem-note.tsx"
import { Skeleton } from "../notice/skeleton.tsx"
import { useDesk } from "../shell/desk-context.ts"
import { PairCard } from "./pair-card.tsx"

const Pairs = ({ part }: { readonly part: PairPart }) => {
  const { words } = useSpeech()
  const { data } = useDesk()
  if (part.items.length === 0) return <EmptyNote title={words.person.pairs.none} note={words.person.pairs.noneNote} />
  return (
    <>
      <p className="dialog-note">{words.person.pairs.intro}</p>
      <ul className="pairs">
        {part.items.map((pair) => (
          <li key={pair.link}>
            <PairCard pair={pair} />
          </li>
        ))}
      </ul>
      <More part={part} list={data.pairs} />
    </>
  )
}

/** Every pair of customers who may be one person: a colleague decides. */
export const PairsDialog = () => {
  const { words } = useSpeech()
  const { data } = useDesk()
  const pairs = useResource(data.pairs)
  return (
    <Dialog kind="person" title={words.person.pairs.open}>
      {pairs.state === "loading" && <Skeleton kind="card" rows={3} />}
      {pairs.state === "failed" && <ProblemNote error={pairs.error} onRetry={() => void data.pairs.refresh()} />}
      {pairs.state === "ready" && <Pairs part={pairs.data} />}
    </Dialog>
  )
}
