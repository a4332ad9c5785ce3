import type { NextApiRequest, NextApiResponse } from 'next'

type Step = (req: NextApiRequest, res: NextApiResponse) => unknown

/** Runs steps one after the other until one of them answers. */
export const steps =
  (...all: Step[]) =>
  async (req: NextApiRequest, res: NextApiResponse) => {
    for (const step of all) {
      await step(req, res)
      if (res.writableEnded) return
    }
  }

export const only =
  (methods: string[]): Step =>
  (req, res) => {
    if (!methods.includes(req.method!)) res.status(405).end()
  }

export const needs =
  (name: string): Step =>
  (req, res) => {
    if (!req.body[name]) res.status(400).json({ error: `${name} is required` })
  }

type Wrap = (next: Step) => Step
export const compose =
  (...wraps: Wrap[]) =>
  (handler: Step): Step =>
    wraps.reduceRight((next, wrap) => wrap(next), handler)

export const methods =
  (...allowed: string[]): Wrap =>
  (next) =>
  (req, res) => {
    const isAllowed = allowed.includes(req.method ?? '')
    return isAllowed ? next(req, res) : res.status(405).json({ error: 'method' })
  }

export const errors: Wrap = (next) => async (req, res) =>
  Promise.resolve(next(req, res)).catch((error) => {
    res.status(error.status ?? 500).json({ error: String(error) })
  })
