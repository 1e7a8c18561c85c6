"""Learning platforms: submissions in, marks and feedback out, all by files and without an account.

In comes the zip that Moodle, Canvas, Gradescope or nbgrader's exchange gives; out go
`submitted/STUDENT/LESSON/`, the teacher's own worksheet or gradebook with nothing but marks filled
in, and the zip of feedback that the platform takes back. `archives` reads a zip that is trusted in
nothing, `platforms` (with `gradescope` and `student_folders`) makes `deliveries` of it, `rosters`
and `people` say who that is in the course, `staging` which notebook counts, and `way_back` keeps
what the platform wants to hear again. `cells` changes single cells of a CSV file and no other byte;
`worksheet`, `canvas_gradebook` and `sakai_grades` make `sheets` of it, whose `columns` and `rows`
are the lesson's and the students'. Open `collecting` first, then `returning`.
"""
