'use client'

import { useEffect, useState } from 'react'
import type { Quote } from '../lib/quotes'

export default function Page() {
  const [answer, setAnswer] = useState<{ quotes: Quote[]; servedBy: string }>()
  useEffect(() => {
    void fetch('/api/quotes')
      .then((response) => response.json())
      .then(setAnswer)
  }, [])
  if (!answer) return <p>…</p>
  return (
    <main>
      <h1>Quotes, served by {answer.servedBy}</h1>
      {answer.quotes.map(({ text, by }) => (
        <blockquote key={text}>
          {text} – {by}
        </blockquote>
      ))}
    </main>
  )
}
