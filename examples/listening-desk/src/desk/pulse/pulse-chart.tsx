import { Area, Bar, ComposedChart, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts"
import type { Pulse, PulsePoint } from "@escucha/core"
import { useSpeech } from "../i18n/words.tsx"
import { barName, tickName, ticksOf } from "./bar-name.ts"

interface Drawn extends PulsePoint {
  /** Unhappy messages hang below the line, so that they can be told apart without their colour. */
  readonly below: number
}

const isDrawn = (value: unknown): value is Drawn => typeof value === "object" && value !== null && "below" in value

interface TipProps {
  readonly active?: boolean
  readonly payload?: readonly { readonly payload?: unknown }[]
  readonly bar: Pulse["bar"]
}

const Tip = ({ active, payload, bar }: TipProps) => {
  const { words, format } = useSpeech()
  const point = payload?.[0]?.payload
  if (active !== true || !isDrawn(point)) return null
  return (
    <dl className="chart-tip">
      <div className="chart-tip-time">
        <dt className="hidden">{words.pulse.time}</dt>
        <dd>{barName(point.at, bar, format)}</dd>
      </div>
      <div data-feeling="positive">
        <dt>{words.reading.positive}</dt>
        <dd>{format.number(point.positive)}</dd>
      </div>
      <div data-feeling="neutral">
        <dt>{words.reading.neutral}</dt>
        <dd>{format.number(point.neutral)}</dd>
      </div>
      <div data-feeling="negative">
        <dt>{words.reading.negative}</dt>
        <dd>{format.number(point.negative)}</dd>
      </div>
      <div data-feeling="waiting">
        <dt>{words.pulse.people}</dt>
        <dd>{format.number(point.waiting)}</dd>
      </div>
    </dl>
  )
}

/** The height of the names under the chart, in pixels: it grows with the text that the reader chose. */
const namesHeight = (): number => 1.25 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)

/** The part of the height that the people who wait have for themselves: their number would flatten the messages below. */
const lane = 0.3

/** The two scales, one above the other: people who wait on top, messages below. */
const scalesOf = (drawn: readonly Drawn[]) => {
  const above = Math.max(1, ...drawn.map(({ neutral, positive }) => neutral + positive))
  const under = Math.min(-1, ...drawn.map(({ below }) => below))
  const most = Math.max(1, ...drawn.map(({ waiting }) => waiting))
  const gap = 0.06
  return {
    messages: [under, above + ((above - under) * (lane + gap)) / (1 - lane - gap)],
    people: [(-most * (1 - lane)) / lane, most],
  }
}

const Messages = () => (
  <>
    <Bar
      yAxisId="messages"
      dataKey="below"
      stackId="messages"
      className="bar-negative"
      isAnimationActive={false}
      radius={[0, 0, 2, 2]}
    />
    <Bar yAxisId="messages" dataKey="neutral" stackId="messages" className="bar-neutral" isAnimationActive={false} />
    <Bar
      yAxisId="messages"
      dataKey="positive"
      stackId="messages"
      className="bar-positive"
      isAnimationActive={false}
      radius={[2, 2, 0, 0]}
    />
  </>
)

/** Messages per hour or day by how they feel, unhappy ones below the line, and over them how many customers waited for us. */
export const PulseChart = ({ pulse }: { readonly pulse: Pulse }) => {
  const { words, format } = useSpeech()
  const drawn: readonly Drawn[] = pulse.points.map((point) => ({ ...point, below: -point.negative }))
  const scales = scalesOf(drawn)
  return (
    <ComposedChart
      responsive
      width="100%"
      height="100%"
      data={[...drawn]}
      stackOffset="sign"
      margin={{ top: 6, right: 2, bottom: 0, left: 2 }}
      barCategoryGap="18%"
      accessibilityLayer
      title={words.pulse.chart}
      desc={words.pulse.chartHelp}
    >
      <XAxis
        dataKey="at"
        tickLine={false}
        axisLine={false}
        minTickGap={24}
        height={namesHeight()}
        interval="preserveStart"
        tickMargin={4}
        ticks={[...ticksOf(pulse.points, pulse.bar)]}
        tickFormatter={(at: number) => tickName(at, pulse.bar, format)}
      />
      <YAxis yAxisId="messages" hide domain={scales.messages} />
      <YAxis yAxisId="people" hide domain={scales.people} />
      <Messages />
      <ReferenceLine yAxisId="messages" y={0} className="chart-zero" />
      <Area
        yAxisId="people"
        dataKey="waiting"
        type="stepAfter"
        baseValue={0}
        className="area-waiting"
        activeDot={{ r: 3 }}
        isAnimationActive={false}
      />
      <Tooltip content={<Tip bar={pulse.bar} />} cursor={{ className: "chart-cursor" }} isAnimationActive={false} />
    </ComposedChart>
  )
}
