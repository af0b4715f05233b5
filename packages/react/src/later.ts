import { type ComponentType, createElement, lazy, type ReactNode, Suspense } from "react"

/** A component that is loaded when it is first shown; nothing stands there until then. */
export const later = <Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ((props: Props) => ReactNode) => {
  const Shown: ComponentType<Props> = lazy(() => load().then((shown) => ({ default: shown })))
  return (props) => createElement(Suspense, null, createElement(Shown, props))
}
