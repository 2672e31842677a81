import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language'
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { search, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import { editorLook } from './json-editor-look'

/** Something wrong between two offsets of the text. */
export interface EditorMark {
  readonly from: number
  readonly to: number
  readonly message: string
}

export interface JsonEditorHandle {
  /** Puts the caret there and the focus into the editor. */
  goTo(offset: number): void
}

interface JsonEditorProps {
  readonly label: string
  readonly describedBy?: string
  readonly value: string
  readonly marks: readonly EditorMark[]
  /** Parts of the text that get a word of explanation. Read once. */
  readonly hint: { readonly pattern: RegExp; readonly title: string }
  /** What the editor says itself, in another language. Read once. */
  readonly phrases: Readonly<Record<string, string>>
  readonly onChange: (text: string) => void
  /** Ctrl or Cmd S. */
  readonly onSave: () => void
  readonly ref?: Ref<JsonEditorHandle>
}

/** JSON to be typed. Tab indents; Escape, then Tab, leaves. */
export function JsonEditor(props: JsonEditorProps) {
  const { value, marks, ref } = props
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const latest = useRef(props)
  latest.current = props

  useEffect(() => {
    if (!place.current) return
    const { value: doc } = latest.current
    const state = EditorState.create({ doc, extensions: extensionsOf(latest) })
    const made = new EditorView({ state, parent: place.current })
    view.current = made
    return () => made.destroy()
  }, [])

  useEffect(() => {
    const { current } = view
    if (!current || current.state.doc.toString() === value) return
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: value } })
  }, [value])

  useEffect(() => {
    const { current } = view
    if (!current) return
    const end = current.state.doc.length
    const diagnostics = marks.map(({ from, to, message }) => {
      const start = Math.min(from, end)
      return { from: start, to: Math.min(Math.max(to, start), end), message, severity: 'error' as const }
    })
    current.dispatch(setDiagnostics(current.state, diagnostics))
  }, [marks])

  useImperativeHandle(ref, () => ({
    goTo(offset) {
      view.current?.dispatch({
        selection: { anchor: Math.min(offset, view.current.state.doc.length) },
        scrollIntoView: true,
      })
      view.current?.focus()
    },
  }))
  return <div ref={place} className="h-full min-h-0 overflow-hidden" />
}

function extensionsOf(latest: { readonly current: JsonEditorProps }): Extension {
  const { label, describedBy, hint, phrases } = latest.current
  const save = () => {
    latest.current.onSave()
    return true
  }
  return [
    lineNumbers(),
    lintGutter(),
    foldGutter(),
    history(),
    highlightSpecialChars(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    bracketMatching(),
    indentOnInput(),
    json(),
    search({ top: true }),
    hinting(hint),
    EditorView.lineWrapping,
    EditorState.phrases.of(phrases),
    EditorView.contentAttributes.of({
      'aria-label': label,
      tabindex: '0',
      ...(describedBy !== undefined && { 'aria-describedby': describedBy }),
    }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) latest.current.onChange(update.state.doc.toString())
    }),
    keymap.of([
      { key: 'Mod-s', preventDefault: true, run: save },
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...lintKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]),
    editorLook,
  ]
}

function hinting({ pattern, title }: JsonEditorProps['hint']): Extension {
  const decorator = new MatchDecorator({
    regexp: new RegExp(pattern.source, 'gu'),
    decoration: Decoration.mark({ class: 'cm-hint', attributes: { title } }),
  })
  return ViewPlugin.define(
    (view) => ({
      decorations: decorator.createDeco(view) as DecorationSet,
      update(update: ViewUpdate) {
        this.decorations = decorator.updateDeco(update, this.decorations)
      },
    }),
    { decorations: (plugin) => plugin.decorations },
  )
}
