"""The TeX commands a formula may use: mathematics' own, none that links, styles, defines, loads or covers the page."""

from __future__ import annotations

_GREEK = """
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi omicron pi varpi rho
varrho sigma varsigma tau upsilon phi varphi chi psi omega digamma Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi
Omega varGamma varDelta varTheta varLambda varXi varPi varSigma varUpsilon varPhi varPsi varOmega aleph beth gimel daleth
"""

_FUNCTIONS = """
arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf injlim ker lg lim liminf limsup ln log max min
Pr projlim sec sin sinh sup tan tanh varinjlim varprojlim varliminf varlimsup operatorname mod bmod pmod pod
"""

_OPERATORS = """
sum prod coprod int iint iiint oint bigcap bigcup bigodot bigoplus bigotimes bigsqcup biguplus bigvee bigwedge pm mp times
div cdot cdotp ast star circ bullet cap cup uplus sqcap sqcup vee wedge lor land setminus smallsetminus wr amalg oplus
ominus otimes oslash odot dagger ddagger diamond bigtriangleup bigtriangledown triangleleft triangleright bigcirc ltimes
rtimes boxplus boxminus boxtimes boxdot circledast circledcirc circleddash barwedge veebar curlywedge curlyvee intercal
"""

_RELATIONS = """
le leq leqq leqslant ge geq geqq geqslant ne neq neg lnot lt gt ll gg lll ggg equiv sim simeq approx approxeq cong doteq
doteqdot propto varpropto prec succ preceq succeq subset supset subseteq supseteq subsetneq supsetneq subseteqq supseteqq
sqsubset sqsupset sqsubseteq sqsupseteq in notin ni owns mid nmid parallel nparallel perp models vdash dashv Vdash vDash
asymp bowtie smile frown lesssim gtrsim lessgtr gtrless nless ngtr nleq ngeq nsim ncong not triangleq eqcirc circeq
bumpeq Bumpeq therefore because between pitchfork colon coloneqq
"""

_ARROWS = """
to gets leftarrow rightarrow leftrightarrow Leftarrow Rightarrow Leftrightarrow longleftarrow longrightarrow
longleftrightarrow Longleftarrow Longrightarrow Longleftrightarrow iff implies impliedby mapsto longmapsto uparrow downarrow
updownarrow Uparrow Downarrow Updownarrow nearrow searrow swarrow nwarrow hookleftarrow hookrightarrow leftharpoonup
leftharpoondown rightharpoonup rightharpoondown rightleftharpoons leadsto rightsquigarrow twoheadrightarrow
xleftarrow xrightarrow overrightarrow overleftarrow overleftrightarrow nrightarrow nleftarrow nRightarrow nLeftarrow
"""

_SYMBOLS = """
infty nabla partial forall exists nexists emptyset varnothing prime backprime surd angle measuredangle sphericalangle top bot
triangle triangledown square Box blacksquare lozenge Diamond ell hbar hslash imath jmath wp Re Im mho eth complement
flat natural sharp clubsuit diamondsuit heartsuit spadesuit checkmark maltese dots ldots cdots vdots ddots dotsb dotsc dotsi
dotsm dotso pounds degree copyright circledR yen And
"""

_BRACKETS = """
left right middle big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm langle rangle lfloor
rfloor lceil rceil lbrace rbrace lbrack rbrack lvert rvert lVert rVert vert Vert lgroup rgroup lmoustache rmoustache
ulcorner urcorner llcorner lrcorner backslash
"""

_LAYOUT = """
frac dfrac tfrac cfrac binom dbinom tbinom choose over atop sqrt root overline underline overbrace underbrace overset
underset stackrel substack sideset limits nolimits displaystyle textstyle scriptstyle scriptscriptstyle quad qquad enspace
thinspace medspace thickspace negthinspace negmedspace negthickspace boxed cancel bcancel xcancel begin end hline hfill
hdashline tag notag nonumber label ref eqref intertext shortintertext cr newline
"""

_ACCENTS = """
hat widehat check widecheck tilde widetilde acute grave dot ddot dddot ddddot breve bar vec mathring
"""

_FONTS = """
mathbb mathbf mathcal mathfrak mathit mathnormal mathrm mathscr mathsf mathtt boldsymbol bm pmb bf bfseries it rm sf tt cal
scr frak Bbb text textbf textit textrm textsf texttt textnormal textup emph mbox hbox mathop mathbin mathrel mathord mathopen
mathclose mathpunct mathinner tiny scriptsize small normalsize large Large
"""

TEX_COMMANDS = frozenset(
    (_GREEK + _FUNCTIONS + _OPERATORS + _RELATIONS + _ARROWS + _SYMBOLS + _BRACKETS + _LAYOUT + _ACCENTS + _FONTS).split()
)
