import { type ComponentType, lazy, Suspense, useState } from 'react'

export interface Later<Props> {
  /** Fetches its code now, so that it stands there at once when it is needed. */
  readonly fetched: () => Promise<ComponentType<Props>>
  readonly Part: ComponentType<Props>
}

/** A part of the window whose code comes after the first picture: what shows first waits for nothing it does not show. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): Later<Props> {
  let loaded: ComponentType<Props> | undefined
  const fetched = async () => {
    loaded ??= await load()
    return loaded
  }
  const Waiting = lazy(async () => ({ default: await fetched() }))
  function Part(props: Props) {
    // Chosen once: another component in its place would begin anew.
    const [Chosen] = useState<ComponentType<Props>>(() => loaded ?? Waiting)
    return (
      <Suspense>
        <Chosen {...props} />
      </Suspense>
    )
  }
  return { fetched, Part }
}
