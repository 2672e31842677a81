import './app.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app'
import { paintFirst } from './shell/appearance'
import { useView } from './shell/view'
import { startText } from './text/language'

paintFirst()
startText(useView.getState().language)

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
